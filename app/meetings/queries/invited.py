"""The last look before a letter about a meeting goes: does everything that it says still hold?"""

from __future__ import annotations

from collections.abc import Callable

from app.db import db
from app.mail.letters import Posted
from app.meetings.models import Meeting
from app.meetings.queries.guests import Guest, guests_of
from app.meetings.queries.ladder import planned_rungs
from app.meetings.queries.steps import OFFICE_SEAT


def of_rung(name: str) -> Callable[[Posted], str | None]:
    """What a rung of the ladder is asked: not moved, not called off, not skipped, in time, still concerned."""

    def check(posted: Posted) -> str | None:
        meeting, seat_id = _subject(posted)
        if meeting is None or meeting.revision != posted.version:
            return "the meeting has changed since"
        planned = next((row for row in planned_rungs([meeting]) if row.step.rung.name == name), None)
        if planned is None or planned.rung is None:
            return "this reminder was skipped"
        if meeting.state not in planned.step.states:
            return f"the meeting is {meeting.state}"
        if posted.now > planned.rung.useful_until(meeting.starts_at):
            return "too late for this meeting"
        concerned = planned.step.owed([meeting], posted.now)
        if not any(_is_for(posted, guest, seat_id) for guest in concerned):
            return "no longer concerned: answered, or the seat has changed hands"
        return None

    return check


def of_change(posted: Posted) -> str | None:
    """News of a change are true until the next change, for those who are still invited."""
    meeting, seat_id = _subject(posted)
    if meeting is None or meeting.revision != posted.version:
        return "the meeting has changed since"
    return None if _invited(posted, meeting, seat_id) or meeting.state == "cancelled" else "no longer invited"


def of_invitation(posted: Posted) -> str | None:
    """An invitation holds until the meeting changes or begins, for whoever speaks for the seat or was named."""
    meeting, seat_id = _subject(posted)
    if meeting is None or meeting.revision != posted.version or meeting.state != "planned":
        return "the meeting has changed since"
    if posted.now > meeting.starts_at:
        return "too late for this meeting"
    return None if _invited(posted, meeting, seat_id) else "no longer invited"


def of_release(posted: Posted) -> str | None:
    """Nobody is told that they need not come who has been named anew."""
    meeting, seat_id = _subject(posted)
    return "named anew" if meeting is not None and _invited(posted, meeting, seat_id) else None


def _invited(posted: Posted, meeting: Meeting, seat_id: int) -> bool:
    return any(_is_for(posted, guest, seat_id) for guest in guests_of([meeting.id], posted.now))


def _is_for(posted: Posted, guest: Guest, seat_id: int) -> bool:
    return guest.seat_id == seat_id and (guest.address or "").strip().lower() == posted.recipient.lower()


def _subject(posted: Posted) -> tuple[Meeting | None, int]:
    parts = posted.about.split(":")
    seat_id = int(parts[3]) if len(parts) > 3 else OFFICE_SEAT
    return db.session.get(Meeting, int(parts[1]), populate_existing=True), seat_id
