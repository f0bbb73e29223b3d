"""Running the ladder: write what is owed, skip a rung, send it now, give it another time."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.mail import post
from app.meetings.models import MeetingRung
from app.meetings.queries.ladder import owed_of
from app.meetings.queries.steps import steps
from app.meetings.services.planning import ForbiddenStep, lock_meeting
from app.meetings.states import MeetingState

Item = tuple[str, int, int, str]


def write_owed(item: Item, now: datetime) -> None:
    """Write one letter of the ladder, if it is still owed: the meeting is locked, and everything is asked again."""
    name, meeting_id, seat_id, key = item
    step, meeting = steps()[name], lock_meeting(meeting_id)
    for guest in owed_of(name, meeting, now):
        if (guest.seat_id, guest.key) == (seat_id, key):
            post(step.letter(meeting, guest, now), now)
            if step.after is not None:
                step.after(meeting, guest, now)


def skip_rung(meeting_id: int, name: str, *, now: datetime, actor_id: int | None) -> None:
    """Let a rung of a meeting be; it stays skipped if the meeting is moved."""
    _choose(meeting_id, name, now, actor_id, skipped=True, now_revision=None)


def resume_rung(meeting_id: int, name: str, *, now: datetime, actor_id: int | None) -> None:
    """Take a skipped rung up again, or give one its usual time back."""
    _choose(meeting_id, name, now, actor_id, skipped=False, now_revision=None, days=None, at=None)


def send_rung_now(meeting_id: int, name: str, *, now: datetime, actor_id: int | None) -> None:
    """Let a rung's letters leave with the next sweep; whoever was told already gets nothing twice."""
    revision = lock_meeting(meeting_id).revision
    _choose(meeting_id, name, now, actor_id, skipped=False, now_revision=revision)


def reschedule_rung(meeting_id: int, name: str, days: int, at: time, *, now: datetime, actor_id: int | None) -> None:
    """Give a rung of one meeting another day (before the meeting, negative after it) and local time."""
    _choose(meeting_id, name, now, actor_id, skipped=False, days=days, at=at)


def _choose(meeting_id: int, name: str, now: datetime, actor_id: int | None, **choice: object) -> None:
    if name not in steps() or lock_meeting(meeting_id).state == MeetingState.CANCELLED:
        raise ForbiddenStep(f"no rung {name} to choose about")
    facts = {"actor_id": actor_id, "changed_at": now, **choice}
    db.session.execute(
        insert(MeetingRung)
        .values(meeting_id=meeting_id, rung=name, **({"skipped": False} | facts))
        .on_conflict_do_update(index_elements=["meeting_id", "rung"], set_=facts)
    )
    db.session.expire_all()
