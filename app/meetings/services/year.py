"""The year as a whole: pauses, months without a meeting, and two meetings that change hosts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.db import db
from app.meetings.models import Meeting, MeetingPause
from app.meetings.services.hosting import start_checklist
from app.meetings.services.planning import Appointment, ForbiddenStep, lock_meeting, move_meeting, plan_meeting


def take_over(appointments: Iterable[Appointment], *, now: datetime, actor_id: int | None) -> None:
    """Put these meetings into the year, each with the list of what its host prepares."""
    for appointment in appointments:
        start_checklist(plan_meeting(appointment, now=now, actor_id=actor_id).id)


def add_pause(name: str, first_on: date, last_on: date) -> None:
    """The body does not meet on these days."""
    db.session.add(MeetingPause(name=name, first_on=first_on, last_on=last_on))
    db.session.flush()


def skip_month(year: int, month: int, name: str) -> None:
    """No meeting in this month, and the rotation waits."""
    following = date(year + month // 12, month % 12 + 1, 1)
    add_pause(name, date(year, month, 1), following - timedelta(days=1))


def remove_pause(pause: MeetingPause) -> None:
    """These days are as good as others again."""
    db.session.delete(pause)
    db.session.flush()


def swap_hosts(one_id: int, other_id: int, *, reason: str, now: datetime, actor_id: int | None) -> None:
    """Two meetings change hosts and places; each gets a revision of its own.

    Raises ForbiddenStep when they are one meeting or one of them is not planned any more.
    """
    if one_id == other_id:
        raise ForbiddenStep("a meeting cannot change hosts with itself")
    # In the order of their numbers, so that two such swaps never wait for each other.
    first, second = (lock_meeting(number) for number in sorted((one_id, other_id)))
    appointments = (_with_host_of(first, second), _with_host_of(second, first))
    for meeting, appointment in zip((first, second), appointments, strict=True):
        move_meeting(meeting.id, appointment, reason=reason, now=now, actor_id=actor_id)


def _with_host_of(meeting: Meeting, other: Meeting) -> Appointment:
    return Appointment(meeting.starts_at, meeting.ends_at, other.host_ags, other.place)
