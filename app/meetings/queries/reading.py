"""What a member reads before a meeting, and how long that takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import select

from app.db import db
from app.meetings.models import AgendaItem, Paper

WORDS_A_MINUTE = 200
MINUTES_A_PAGE = 2
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
    return [Reading(row.Paper.title, row.title or "", _minutes(row.Paper)) for row in rows]


def _minutes(paper: Paper) -> int:
    return ceil(paper.words / WORDS_A_MINUTE) if paper.words else paper.pages * MINUTES_A_PAGE
