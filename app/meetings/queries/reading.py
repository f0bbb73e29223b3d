"""What a member reads before a meeting, and how long that takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.db import db
from app.meetings.models import AgendaItem, Paper
from app.meetings.queries.papers import reading_minutes

MOST_PAPERS = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper to read; `minutes` is 0 where nobody can tell."""

    title: str
    item: str
    minutes: int


def reading_for(meeting_id: int) -> Sequence[Reading]:
    """The papers of a meeting in the order of the agenda, those of the meeting as a whole first."""
    rows = db.session.execute(
        select(Paper, AgendaItem.title)
        .outerjoin(AgendaItem, AgendaItem.id == Paper.item_id)
        .where(Paper.meeting_id == meeting_id)
        .order_by(AgendaItem.position.asc().nulls_first(), Paper.id)
        .limit(MOST_PAPERS)
    )
    return [
        Reading(row.Paper.title, row.title or "", reading_minutes(row.Paper.pages, row.Paper.words)) for row in rows
    ]
