"""The moderators' week: what waits, what is overdue, what came and went, against the week before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from app.db import db
from app.feedback.models import Contribution
from app.feedback.states import ContributionState
from app.ideas.models import Idea, IdeaHistory
from app.ideas.states import AWAITING, IdeaState

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many ideas wait in one state, and how many of them longer than they should."""

    state: IdeaState
    number: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The week that ends at the moment of asking; pairs are (this week, the week before)."""

    waiting: tuple[Waiting, ...]
    comments: int
    comments_overdue: int
    came: tuple[int, int]
    settled: tuple[int, int]

    @property
    def number(self) -> int:
        """Everything that waits."""
        return sum(row.number for row in self.waiting) + self.comments

    @property
    def overdue(self) -> int:
        """Everything that waits longer than it should."""
        return sum(row.overdue for row in self.waiting) + self.comments_overdue


def backlog(now: datetime) -> Backlog:
    """The numbers of now, in four queries."""
    late = Idea.due_at < now
    rows = {
        row.state: row
        for row in db.session.execute(
            select(Idea.state, func.count().label("number"), func.count().filter(late).label("overdue"))
            .where(Idea.state.in_(AWAITING))
            .group_by(Idea.state)
        )
    }
    unread = db.session.execute(
        select(func.count(), func.count().filter(Contribution.due_at < now)).where(
            Contribution.state == ContributionState.WAITING
        )
    ).one()
    return Backlog(
        tuple(Waiting(state, rows[state].number, rows[state].overdue) for state in AWAITING if state in rows),
        unread[0],
        unread[1],
        _steps(IdeaHistory.to_state == IdeaState.SUBMITTED, now),
        _steps(
            (IdeaHistory.from_state == IdeaState.FORMAL_CHECK) & (IdeaHistory.to_state != IdeaState.NEEDS_INFO), now
        ),
    )


def _steps(which: ColumnElement[bool], now: datetime) -> tuple[int, int]:
    this_week = func.count().filter(IdeaHistory.at > now - WEEK)
    row = db.session.execute(
        select(this_week, func.count()).where(which, IdeaHistory.at > now - 2 * WEEK, IdeaHistory.at <= now)
    ).one()
    return row[0], row[1] - row[0]
