"""Choosing what one gets: from the account at once, without one only after the mailbox has confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.mail import mails
from app.mail.choices import Choice, Source, choice_of, choices_of, choose_topic
from app.mail.letters import Recipient
from app.mail.outbox import post
from app.mail.topics import Reader, Rhythm, Topic


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of one topic; OFF is a no."""

    rhythm: Rhythm
    weekday: int | None = None

    @property
    def wanted(self) -> bool:
        """Whether this is a yes."""
        return self.rhythm != Rhythm.OFF


def save_choices(
    reader: Reader, wishes: Mapping[str, Wish], by_account: bool, now: datetime, language: str | None = None
) -> list[Topic]:
    """Keep what differs from what holds; returns the topics whose mailbox must still confirm (a letter is posted).

    `by_account`: the person is signed in. By a link alone, which may have been forwarded, nothing new is switched on
    without that letter.
    """
    source = Source.ACCOUNT if by_account else Source.LINK
    to_confirm: list[Topic] = []
    for choice in choices_of(reader):
        wish = wishes.get(choice.topic.name)
        if wish is None or not _differs(wish, choice):
            continue
        _keep(reader, choice.topic, wish, source, now)
        if wish.wanted and not by_account and not _is_proven(choice):
            to_confirm.append(choice.topic)
    if to_confirm:
        post(mails.topic_confirm(mails.recipient_of(reader, language), to_confirm, now), now)
    return to_confirm


def ask_for_topics(recipient: Recipient, wishes: Mapping[Topic, Wish], now: datetime) -> None:
    """Somebody without an account asks by a form: the wishes are kept, and the mailbox is asked to confirm them.

    An address that gets a topic already keeps it as it is, and nobody finds out by the form that it does.
    """
    reader = Reader(recipient.address, recipient.person_id)
    fresh = [topic for topic in wishes if not choice_of(reader, topic).gets_it]
    for topic in fresh:
        _keep(reader, topic, wishes[topic], Source.FORM, now)
    if fresh:
        post(mails.topic_confirm(recipient, fresh, now), now)


def send_history_link(reader: Reader, now: datetime, language: str | None = None) -> None:
    """Write to the address how to read everything that was written to it."""
    post(mails.history_link(reader, now, language), now)


def _keep(reader: Reader, topic: Topic, wish: Wish, source: Source, now: datetime) -> None:
    rhythm = wish.rhythm if topic.rhythms and wish.wanted else None
    choose_topic(
        reader.address,
        topic.name,
        wish.wanted,
        source,
        now,
        rhythm=rhythm,
        weekday=wish.weekday,
        confirmed=wish.wanted and source == Source.ACCOUNT,
    )


def _differs(wish: Wish, choice: Choice) -> bool:
    if not choice.topic.rhythms or not wish.wanted:
        return wish.wanted != choice.wanted
    weekly = wish.rhythm == Rhythm.WEEKLY and wish.weekday != choice.weekday
    return not choice.wanted or wish.rhythm != choice.rhythm or weekly


def _is_proven(choice: Choice) -> bool:
    return choice.confirmed_at is not None or not choice.topic.needs_consent
