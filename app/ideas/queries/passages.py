"""How long ideas stayed in a state, from the history: the ground for saying whether people were answered in time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, cast, func, or_, select

from app.clock import BERLIN
from app.db import db
from app.ideas.models import IdeaHistory
from app.ideas.states import IdeaState


@dataclass(frozen=True, slots=True)
class Passage:
    """So many ideas entered a state on one day in Berlin and left it on another; None: they are still there."""

    state: IdeaState
    entered_on: date
    left_on: date | None
    number: int


def passages(states: Collection[IdeaState], since: datetime) -> list[Passage]:
    """Every stay in one of these states that began at `since` or later, those ended by a withdrawal left out."""
    following: dict[str, Any] = {"partition_by": IdeaHistory.idea_id, "order_by": IdeaHistory.revision}
    stays = (
        select(
            IdeaHistory.to_state,
            _day(IdeaHistory.at).label("entered_on"),
            _day(func.lead(IdeaHistory.at).over(**following)).label("left_on"),
            func.lead(IdeaHistory.to_state).over(**following).label("left_to"),
        )
        .where(IdeaHistory.at >= since)
        .subquery("stays")
    )
    of_interest = stays.c.to_state.in_(states), or_(stays.c.left_to.is_(None), stays.c.left_to != IdeaState.WITHDRAWN)
    days = (stays.c.to_state, stays.c.entered_on, stays.c.left_on)
    rows = db.session.execute(select(*days, func.count()).where(*of_interest).group_by(*days))
    return [Passage(IdeaState(row[0]), *row[1:]) for row in rows]


def _day(moment: Any) -> Any:
    return cast(func.timezone(BERLIN.key, moment), Date)
