"""The one writer of the minutes' state: sent to members, approved in the next meeting, published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from app.clock import end_of_day, local
from app.db import db
from app.mail import post
from app.meetings.models import Meeting
from app.proceedings.mails import minutes as letters
from app.proceedings.models import Minutes, MinutesHistory, MinutesObjection
from app.proceedings.queries.people import readers_of_minutes
from app.proceedings.services.refusals import Refused
from app.proceedings.services.running import lock_minutes
from app.proceedings.states import MINUTES_TRANSITIONS, MinutesState
from app.region.calendar import due_in_working_days
from app.region.rules import body_rules


class ForbiddenStep(Refused):
    """There is no such step from the state that the minutes are in."""


def circulate_minutes(meeting_id: int, *, now: datetime, actor_id: int | None) -> Minutes:
    """Send the draft to those who hold a seat; until a day they may object.

    The answers to those whose ideas were decided are due some working days from now.
    """
    minutes = lock_minutes(meeting_id)
    if minutes.ended_at is None:
        raise ForbiddenStep(f"meeting {meeting_id} is still running")
    rules = body_rules()
    facts = {
        "circulated_at": now,
        "objections_until": end_of_day(local(now).date() + timedelta(days=rules.objection_days)),
        "due_at": due_in_working_days(now, rules.response_working_days),
    }
    _change_state(minutes, MinutesState.CIRCULATED, "", now, actor_id, facts)
    meeting = db.session.get_one(Meeting, meeting_id)
    for reader in readers_of_minutes(local(now).date()):
        post(letters.minutes_circulated(meeting, minutes, reader), now)
    return minutes


def take_back_minutes(meeting_id: int, *, reason: str, now: datetime, actor_id: int | None) -> None:
    """Take circulated minutes back to the draft, to send them again."""
    _change_state(lock_minutes(meeting_id), MinutesState.DRAFT, reason, now, actor_id)


def approve_minutes(meeting_id: int, *, in_meeting_id: int | None, now: datetime, actor_id: int | None) -> None:
    """Write down that a later meeting approved the minutes; from now on nothing in them changes.

    Raises ForbiddenStep while an objection is open.
    """
    minutes = lock_minutes(meeting_id)
    if db.session.scalars(_open_objections(meeting_id)).first() is not None:
        raise ForbiddenStep("an objection is open")
    facts = {"approved_at": now, "approved_in_id": in_meeting_id}
    _change_state(minutes, MinutesState.APPROVED, "", now, actor_id, facts)


def publish_minutes(meeting_id: int, *, now: datetime) -> None:
    """Let everybody read the public part; before the approval it is marked as provisional."""
    minutes = lock_minutes(meeting_id)
    if minutes.state == MinutesState.DRAFT:
        raise ForbiddenStep("a draft is not published")
    minutes.published_at = minutes.published_at or now
    db.session.flush()


def object_to_minutes(meeting_id: int, seat_id: int, name: str, statement: str, now: datetime) -> MinutesObjection:
    """Keep what a member has to say against the minutes. Raises ForbiddenStep after the deadline."""
    minutes = lock_minutes(meeting_id)
    until = minutes.objections_until
    if minutes.state != MinutesState.CIRCULATED or until is None or now > until:
        raise ForbiddenStep("too late to object")
    objection = MinutesObjection(meeting_id=meeting_id, seat_id=seat_id, name=name, statement=statement, raised_at=now)
    db.session.add(objection)
    db.session.flush()
    return objection


def settle_objection(meeting_id: int, objection_id: int, answer: str, now: datetime) -> None:
    """Write down what was made of an objection."""
    lock_minutes(meeting_id)
    found = db.session.scalars(_open_objections(meeting_id).where(MinutesObjection.id == objection_id)).first()
    if found is None:
        raise ForbiddenStep("no such open objection")
    found.settled_at, found.answer = now, answer
    db.session.flush()


def _open_objections(meeting_id: int) -> Select[MinutesObjection]:
    return select(MinutesObjection).where(
        MinutesObjection.meeting_id == meeting_id, MinutesObjection.settled_at.is_(None)
    )


def _change_state(
    minutes: Minutes,
    to: MinutesState,
    note: str,
    now: datetime,
    actor_id: int | None,
    facts: Mapping[str, object] | None = None,
) -> None:
    if to not in MINUTES_TRANSITIONS[MinutesState(minutes.state)]:
        raise ForbiddenStep(f"minutes of {minutes.meeting_id}: no step from {minutes.state} to {to}")
    for column, value in (facts or {}).items():
        setattr(minutes, column, value)
    minutes.revision += 1
    db.session.add(
        MinutesHistory(
            meeting_id=minutes.meeting_id,
            revision=minutes.revision,
            from_state=minutes.state,
            to_state=to,
            actor_id=actor_id,
            at=now,
            note=note,
        )
    )
    minutes.state = to
    db.session.flush()
