"""Asking by mail: a follow that waits until its mailbox has said yes."""

from __future__ import annotations

from datetime import datetime

from app.db import db
from app.digests import mails
from app.digests.addressees import To
from app.digests.models import Subscriber
from app.digests.queries.due import reader_of
from app.digests.services.following import confirm_follow, follow, subscriber_of_address
from app.digests.topics import FOLLOWING
from app.mail import post
from app.mail.choices import Source, choose_topic


def ask_by_mail(address: str, key: str, what: str, language: str, now: datetime) -> None:
    """Write to an address whether it wants news of this; the answer on the page is the same for every address."""
    subscriber_id = subscriber_of_address(address, "", language, now)
    asked = follow(subscriber_id, key, now, confirmed=False)
    to = reader_of(subscriber_id)
    if asked.confirmed_at is None and to is not None:
        post(mails.follow_confirm(_in(to, language), asked.id, what, now), now)


def confirmed_follow(follow_id: int, now: datetime) -> To | None:
    """The mailbox has said yes: follow, and receive letters again if the topic had been left.

    Returns whose mailbox it is; None when the question is gone.
    """
    asked = confirm_follow(follow_id, now)
    to = reader_of(asked.subscriber_id) if asked else None
    if to is None:
        return None
    choose_topic(to.address, FOLLOWING.name, True, Source.CONFIRMATION, now, confirmed=True)
    return to


def _in(to: To, language: str) -> To:
    subscriber = db.session.get_one(Subscriber, to.subscriber_id)
    return to if subscriber.person_id else To(to.subscriber_id, None, to.address, to.name, language)
