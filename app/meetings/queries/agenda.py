"""The agenda as one reader may see it: the one place where non-public items lose their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.db import db
from app.meetings.models import AgendaItem, Meeting
from app.meetings.states import ItemKind


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its number (TOP) and the time at which it begins if all goes to plan.

    For a reader who may not see a non-public item `title` is its neutral title, perhaps empty, and
    nothing else of it is there.
    """

    id: int
    number: int
    title: str
    kind: ItemKind | None
    minutes: int
    rapporteur: str
    public: bool
    begins_at: datetime
    neutral_title: str = ""


def agenda_of(meeting: Meeting, whole: bool) -> list[ItemRow]:
    """The agenda in its order; `whole` is for readers who may see non-public items."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    return list(_rows(meeting, list(db.session.scalars(query)), whole))


def _rows(meeting: Meeting, items: list[AgendaItem], whole: bool) -> Iterator[ItemRow]:
    begins_at = meeting.starts_at
    for number, item in enumerate(items, start=1):
        if whole or item.public:
            yield ItemRow(
                id=item.id,
                number=number,
                title=item.title,
                kind=ItemKind(item.kind),
                minutes=item.minutes,
                rapporteur=item.rapporteur,
                public=item.public,
                begins_at=begins_at,
                neutral_title=item.neutral_title,
            )
        else:
            yield ItemRow(item.id, number, item.neutral_title, None, item.minutes, "", False, begins_at)
        begins_at += timedelta(minutes=item.minutes)
