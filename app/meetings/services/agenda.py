"""Building an agenda: items are added at the end, moved by one place, and removed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.db import db
from app.meetings.models import AgendaItem, Meeting
from app.meetings.services.planning import ForbiddenStep, lock_meeting
from app.meetings.states import ItemKind, MeetingState


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What an agenda item says; `neutral_title` is all that the public reads of a non-public one."""

    title: str
    kind: ItemKind
    minutes: int
    rapporteur: str = ""
    public: bool = True
    neutral_title: str = ""


def add_item(meeting_id: int, facts: ItemFacts) -> AgendaItem:
    """Put an item at the end of the agenda. Raises ForbiddenStep unless the meeting lies ahead."""
    items = _items(_open_agenda(meeting_id))
    item = AgendaItem(
        meeting_id=meeting_id,
        position=len(items) + 1,
        kind=facts.kind,
        title=facts.title,
        minutes=facts.minutes,
        rapporteur=facts.rapporteur,
        public=facts.public,
        neutral_title="" if facts.public else facts.neutral_title,
    )
    db.session.add(item)
    db.session.flush()
    return item


def move_item(meeting_id: int, item_id: int, by: int) -> None:
    """Move an item up (-1) or down (+1); at the end of the list it stays where it is."""
    items = _items(_open_agenda(meeting_id))
    index = next((i for i, item in enumerate(items) if item.id == item_id), None)
    if index is not None and 0 <= index + by < len(items):
        items.insert(index + by, items.pop(index))
        _number(items)


def remove_item(meeting_id: int, item_id: int) -> None:
    """Take an item off the agenda; removing it twice changes nothing."""
    items = _items(_open_agenda(meeting_id))
    for item in [item for item in items if item.id == item_id]:
        db.session.delete(item)
        items.remove(item)
    _number(items)


def _open_agenda(meeting_id: int) -> Meeting:
    meeting = lock_meeting(meeting_id)
    if meeting.state != MeetingState.PLANNED:
        raise ForbiddenStep(f"meeting {meeting.id} is {meeting.state}")
    return meeting


def _items(meeting: Meeting) -> list[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    return list(db.session.scalars(query))


def _number(items: list[AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
    db.session.flush()
