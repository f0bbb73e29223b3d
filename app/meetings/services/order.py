"""What every change of an agenda shares: lock the meeting, number the items, count the change, keep the version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.db import db
from app.meetings.models import AgendaItem, AgendaVersion, Meeting, MeetingPack
from app.meetings.services.planning import ForbiddenStep, lock_meeting
from app.meetings.states import MeetingState

# While somebody edits, every change would make a pack anew; it is made once the agenda has rested.
PACK_RESTS = timedelta(minutes=2)


class StaleAgenda(ValueError):
    """Somebody else changed the agenda, or this item of it, after the form was shown."""


def open_agenda(meeting_id: int) -> tuple[Meeting, list[AgendaItem]]:
    """A meeting that lies ahead, locked, and its items in order. Raises ForbiddenStep for any other."""
    meeting = lock_meeting(meeting_id)
    if meeting.state != MeetingState.PLANNED:
        raise ForbiddenStep(f"meeting {meeting.id} is {meeting.state}")
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    return meeting, list(db.session.scalars(query.execution_options(populate_existing=True)))


def item_among(items: Sequence[AgendaItem], item_id: int) -> AgendaItem:
    """The item of that number. Raises StaleAgenda when it is not there any more."""
    found = next((item for item in items if item.id == item_id), None)
    if found is None:
        raise StaleAgenda(f"item {item_id} is gone")
    return found


def settle(meeting: Meeting, items: Sequence[AgendaItem], now: datetime, actor_id: int | None) -> None:
    """Number the items as they stand here, count the change; once the agenda was sent, keep what it says now."""
    for position, item in enumerate(items, start=1):
        item.position = position
    meeting.agenda_revision += 1
    db.session.flush()
    _renew_packs(meeting.id, now)
    if last_version(meeting.id):
        keep_version(meeting, items, now, actor_id)


def _renew_packs(meeting_id: int, now: datetime) -> None:
    packs = update(MeetingPack).where(MeetingPack.meeting_id == meeting_id)
    db.session.execute(packs.values(wanted_at=now + PACK_RESTS))


def last_version(meeting_id: int) -> int:
    """The number of the latest version kept; 0 before the agenda was sent."""
    query = select(func.max(AgendaVersion.version)).where(AgendaVersion.meeting_id == meeting_id)
    return db.session.scalar(query) or 0


def keep_version(meeting: Meeting, items: Sequence[AgendaItem], now: datetime, actor_id: int | None) -> None:
    """Write down the agenda as it stands."""
    said = [
        {
            "id": item.id,
            "number": item.position,
            "title": item.title,
            "kind": item.kind,
            "minutes": item.minutes,
            "rapporteur": item.rapporteur,
            "public": item.public,
        }
        for item in items
    ]
    number = last_version(meeting.id) + 1
    db.session.add(AgendaVersion(meeting_id=meeting.id, version=number, at=now, actor_id=actor_id, items=said))
    db.session.flush()
