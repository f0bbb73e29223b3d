"""Planning, moving, cancelling and reinstating a meeting: the one writer of its state and revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.meetings.models import Meeting, MeetingRevision
from app.meetings.services.authors import release_for_cancelled, schedule_again, tell_of_move
from app.meetings.states import TRANSITIONS, MeetingState


class ForbiddenStep(ValueError):
    """There is no such step from the state that the meeting is in."""


class StaleRevision(ValueError):
    """Somebody else changed the meeting after the form was shown."""

    def __init__(self, meeting: Meeting, seen: int) -> None:
        super().__init__(f"meeting {meeting.id}: revision {meeting.revision}, form shows {seen}")
        self.meeting, self.seen = meeting, seen


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where a meeting takes place. Times are aware; the host is an authority's key."""

    starts_at: datetime
    ends_at: datetime
    host_ags: str
    place: str = ""


def plan_meeting(appointment: Appointment, *, now: datetime, actor_id: int | None) -> Meeting:
    """Put a meeting into the year."""
    meeting = Meeting(revised_at=now, created_at=now)
    _set(meeting, appointment)
    db.session.add(meeting)
    db.session.flush()
    _keep_revision(meeting, "", now, actor_id)
    return meeting


def move_meeting(
    meeting_id: int,
    appointment: Appointment,
    *,
    reason: str,
    now: datetime,
    actor_id: int | None,
    seen_revision: int | None = None,
) -> Meeting:
    """Give a meeting another time, host or place: a new revision, unless nothing differs.

    Raises ForbiddenStep once it is held or cancelled, StaleRevision when the form showed another revision.
    """
    meeting = lock_meeting(meeting_id, seen_revision)
    if meeting.state != MeetingState.PLANNED:
        raise ForbiddenStep(f"meeting {meeting.id} is {meeting.state}")
    if _appointment(meeting) != appointment:
        before = meeting.starts_at
        _set(meeting, appointment)
        _revise(meeting, reason, now, actor_id)
        db.session.flush()
        if meeting.starts_at != before:
            tell_of_move(meeting, now)
    return meeting


def cancel_meeting(meeting_id: int, *, reason: str, now: datetime, actor_id: int | None) -> Meeting:
    """Call a meeting off: its page stays and says why, calendars show it as cancelled; its ideas are ready again."""
    meeting = _change_state(meeting_id, MeetingState.CANCELLED, reason, now, actor_id)
    release_for_cancelled(meeting, now, actor_id)
    return meeting


def reinstate_meeting(meeting_id: int, *, reason: str, now: datetime, actor_id: int | None) -> Meeting:
    """Take a cancelled meeting back into the year, with those of its ideas that are still free."""
    meeting = _change_state(meeting_id, MeetingState.PLANNED, reason, now, actor_id)
    schedule_again(meeting, now, actor_id)
    return meeting


def hold_meeting(meeting_id: int, *, now: datetime) -> Meeting:
    """Mark a meeting that has begun as held. Raises ForbiddenStep before its start."""
    meeting = lock_meeting(meeting_id)
    _check(meeting, MeetingState.HELD)
    if now < meeting.starts_at:
        raise ForbiddenStep(f"meeting {meeting.id} has not begun")
    meeting.state = MeetingState.HELD
    db.session.flush()
    return meeting


def lock_meeting(meeting_id: int, seen_revision: int | None = None) -> Meeting:
    """The meeting, locked for this transaction and read afresh. Raises StaleRevision, NoResultFound."""
    meeting = db.session.execute(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    ).scalar_one()
    if seen_revision is not None and meeting.revision != seen_revision:
        raise StaleRevision(meeting, seen_revision)
    return meeting


def _change_state(meeting_id: int, to: MeetingState, reason: str, now: datetime, actor_id: int | None) -> Meeting:
    meeting = lock_meeting(meeting_id)
    _check(meeting, to)
    meeting.state = to
    _revise(meeting, reason, now, actor_id)
    db.session.flush()
    return meeting


def _check(meeting: Meeting, to: MeetingState) -> None:
    if to not in TRANSITIONS[MeetingState(meeting.state)]:
        raise ForbiddenStep(f"meeting {meeting.id}: no step from {meeting.state} to {to}")


def _appointment(meeting: Meeting) -> Appointment:
    return Appointment(meeting.starts_at, meeting.ends_at, meeting.host_ags, meeting.place)


def _set(meeting: Meeting, appointment: Appointment) -> None:
    meeting.starts_at, meeting.ends_at = appointment.starts_at, appointment.ends_at
    meeting.host_ags, meeting.place = appointment.host_ags, appointment.place


def _revise(meeting: Meeting, reason: str, now: datetime, actor_id: int | None) -> None:
    meeting.revision += 1
    meeting.revised_at = now
    _keep_revision(meeting, reason, now, actor_id)


def _keep_revision(meeting: Meeting, reason: str, now: datetime, actor_id: int | None) -> None:
    db.session.add(
        MeetingRevision(
            meeting_id=meeting.id,
            revision=meeting.revision,
            state=meeting.state,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            host_ags=meeting.host_ags,
            place=meeting.place,
            reason=reason,
            actor_id=actor_id,
            at=now,
        )
    )
