"""Answering for a seat: coming, not coming, by video, a deputy for this meeting; and checking in on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.mail import post
from app.meetings.mails import kinds
from app.meetings.mails.writing import letter
from app.meetings.models import CheckIn, Meeting, MeetingReply
from app.meetings.queries.guests import NAMED, Guest, guest_of
from app.meetings.services.inviting import note_told
from app.meetings.services.planning import ForbiddenStep, lock_meeting
from app.meetings.states import Answer, MeetingState, ReplySource


class NotInvited(LookupError):
    """Whoever answers does not speak for this seat at this meeting (any more)."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer; `deputy_*` belong to Answer.DEPUTY and are empty otherwise."""

    answer: Answer
    note: str = ""
    deputy_name: str = ""
    deputy_address: str = ""


def reply(
    meeting_id: int,
    seat_id: int,
    key: str,
    given: Given,
    *,
    source: ReplySource,
    now: datetime,
    seen_revision: int | None = None,
) -> None:
    """Take an answer for a guest; it may change until the meeting ends.

    Raises ForbiddenStep once the meeting is over or called off, StaleRevision when it was changed since the form was
    shown, NotInvited when the seat has changed hands.
    """
    meeting = lock_meeting(meeting_id, seen_revision)
    if meeting.state != MeetingState.PLANNED or meeting.ends_at <= now:
        raise ForbiddenStep(f"meeting {meeting.id} takes no answers")
    guest = guest_of(meeting_id, seat_id, key, now)
    if guest is None:
        raise NotInvited(key)
    if guest.is_named:
        _answer_of_named(meeting, guest, given)
    else:
        _answer_of_seat(meeting, guest, given, source, now)


def check_in(meeting_id: int, seat_id: int, name: str, *, now: datetime, actor_id: int | None) -> None:
    """Note that somebody came in for a seat; twice changes nothing. Raises ForbiddenStep unless the meeting is on."""
    meeting = lock_meeting(meeting_id)
    if meeting.state == MeetingState.CANCELLED:
        raise ForbiddenStep(f"meeting {meeting.id} is called off")
    row = {"meeting_id": meeting_id, "seat_id": seat_id, "name": name, "at": now, "actor_id": actor_id}
    db.session.execute(insert(CheckIn).values(row).on_conflict_do_nothing())


def undo_check_in(meeting_id: int, seat_id: int) -> None:
    """Take a check-in back that was noted by mistake."""
    db.session.execute(delete(CheckIn).where(CheckIn.meeting_id == meeting_id, CheckIn.seat_id == seat_id))


def _answer_of_seat(meeting: Meeting, guest: Guest, given: Given, source: ReplySource, now: datetime) -> None:
    row = _row(meeting, guest) or MeetingReply(meeting_id=meeting.id, seat_id=guest.seat_id, revision=meeting.revision)
    before = row.deputy_address if row.guest == guest.key else None
    row.guest, row.answer, row.note = guest.key, given.answer, given.note
    row.source, row.answered_at = source, now
    row.deputy_name, row.deputy_address = given.deputy_name, given.deputy_address
    same = before is not None and before.lower() == given.deputy_address.lower()
    row.deputy_answer = row.deputy_answer if same else ""
    db.session.add(row)
    db.session.flush()
    if given.answer == Answer.DEPUTY and not same:
        _invite_deputy(meeting, guest, given, now)


def _invite_deputy(meeting: Meeting, by: Guest, given: Given, now: datetime) -> None:
    named = guest_of(meeting.id, by.seat_id, NAMED + given.deputy_address.lower(), now)
    if named is not None:
        slot = f"{named.key} {now.isoformat()}"
        post(letter(kinds.DEPUTY, meeting, named, now, method="REQUEST", slot=slot, named_by=by.name), now)
        note_told(meeting, named, now)


def _answer_of_named(meeting: Meeting, guest: Guest, given: Given) -> None:
    row = _row(meeting, guest)
    if row is None or given.answer == Answer.DEPUTY:
        raise NotInvited(guest.key)
    row.deputy_answer = given.answer
    db.session.flush()


def _row(meeting: Meeting, guest: Guest) -> MeetingReply | None:
    return db.session.scalars(
        select(MeetingReply).where(
            MeetingReply.meeting_id == meeting.id,
            MeetingReply.seat_id == guest.seat_id,
            MeetingReply.revision == meeting.revision,
        )
    ).one_or_none()
