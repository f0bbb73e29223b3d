"""From a draft to an idea: hand in, confirm the address, get the reference number and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.db import db
from app.ideas.mails import intake as mails
from app.ideas.models import Idea
from app.ideas.services.drafts import AlreadySubmitted
from app.ideas.services.lifecycle import change_state, lock_idea
from app.ideas.services.numbers import next_reference
from app.ideas.states import IdeaState
from app.mail import post
from app.region.rules import body_rules


class WrongAddress(ValueError):
    """The link confirms an address that the draft does not have (any more)."""


def hand_in(idea: Idea, consent_version: str, now: datetime) -> None:
    """Take the draft as finished and ask whether the address is right; again changes nothing.

    Raises AlreadySubmitted.
    """
    if idea.state != IdeaState.DRAFT:
        raise AlreadySubmitted(idea)
    idea.handed_in_at = idea.handed_in_at or now
    idea.consent_version, idea.consented_at = consent_version, idea.consented_at or now
    idea.updated_at = now
    db.session.flush()
    post(mails.address_to_confirm(idea), now)


def ask_again(idea: Idea, now: datetime) -> None:
    """Send the confirmation once more, once a minute at most."""
    if idea.state == IdeaState.DRAFT and idea.handed_in_at and idea.contact_email:
        post(mails.address_to_confirm(idea, slot=f"{now:%Y-%m-%dT%H:%M}"), now)


def confirm_address(idea_id: int, address: str, now: datetime) -> Idea:
    """The person pressed the button in the mail: the draft becomes an idea; again changes nothing.

    Raises WrongAddress, and NoResultFound when the draft has been purged.
    """
    idea = lock_idea(idea_id)
    if idea.contact_email != address or not idea.handed_in_at:
        raise WrongAddress
    if idea.state != IdeaState.DRAFT:
        return idea
    return submit_idea(idea_id, now, actor_id=None, facts={"email_confirmed_at": now})


def submit_idea(idea_id: int, now: datetime, actor_id: int | None, facts: Mapping[str, Any] | None = None) -> Idea:
    """Give the draft its number and let it enter the life cycle; write the receipt where there is an address."""
    prefix = body_rules().reference_prefix

    def numbered() -> Mapping[str, Any]:
        return {"submitted_at": now, "reference": next_reference(now, prefix), **(facts or {})}

    idea = change_state(idea_id, IdeaState.SUBMITTED, now=now, actor_id=actor_id, facts=numbered)
    if idea.contact_email:
        post(mails.idea_received(idea, idea.due_at), now)
    return idea
