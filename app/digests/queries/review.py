"""A month in numbers and names: what was published, decided and carried out; public facts only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.clock import local, start_of_day
from app.db import db
from app.ideas.models import Idea, IdeaHistory
from app.ideas.queries.visibility import publicly_listed
from app.ideas.states import IdeaState
from app.web.links import absolute

S = IdeaState
DECIDED = (S.FLAGSHIP, S.ADOPTED, S.NOT_ADOPTED, S.DEFERRED)
NAMED = 5
BAR_CELLS = 20


@dataclass(frozen=True, slots=True)
class Told:
    """An idea in the review."""

    title: str
    url: str
    state: str


# How often something happened between two moments, as far as it is public now, and the latest of it.
Found = tuple[int, tuple[Told, ...]]
Happened = Callable[[datetime, datetime, datetime], Found]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One kind of event: how often it happened, how often the month before, and the latest by name."""

    number: int
    before: int
    ideas: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The month that begins on `month`: three chapters, in the order of an idea's path."""

    month: date
    published: Chapter
    decided: Chapter
    done: Chapter

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.published.number or self.decided.number or self.done.number)

    def cells(self, number: int) -> int:
        """How long a bar is, in cells of a table; something is never nothing."""
        longest = max(c for part in (self.published, self.decided, self.done) for c in (part.number, part.before))
        return max(1, round(BAR_CELLS * number / longest)) if number else 0


def month_to_review(now: datetime) -> date:
    """The first day of the last whole month on Berlin's calendar."""
    return _month_before(local(now).date().replace(day=1))


def review_of(month: date, now: datetime) -> Review:
    """What happened in the month that begins on this day; six queries, whatever the number of ideas."""
    return Review(
        month,
        _chapter(_published, month, now),
        _chapter(lambda *span: _stepped(DECIDED, *span), month, now),
        _chapter(lambda *span: _stepped((S.DONE,), *span), month, now),
    )


def _chapter(happened: Happened, month: date, now: datetime) -> Chapter:
    begin, end, before = start_of_day(month), start_of_day(_month_after(month)), start_of_day(_month_before(month))
    number, ideas = happened(begin, end, now)
    return Chapter(number, happened(before, begin, now)[0], ideas)


def _published(since: datetime, until: datetime, now: datetime) -> Found:
    within = (publicly_listed(now), Idea.published_at >= since, Idea.published_at < until)
    query = select(Idea.reference, Idea.title, Idea.state, func.count().over().label("number")).where(*within)
    return _told(db.session.execute(query.order_by(Idea.published_at.desc()).limit(NAMED)).all())


def _stepped(states: Sequence[IdeaState], since: datetime, until: datetime, now: datetime) -> Found:
    # An idea that was decided on twice is told once, with where it stands.
    last = (
        select(IdeaHistory.idea_id, func.max(IdeaHistory.at).label("at"))
        .where(IdeaHistory.to_state.in_(states), IdeaHistory.at >= since, IdeaHistory.at < until)
        .group_by(IdeaHistory.idea_id)
        .subquery()
    )
    query = (
        select(Idea.reference, Idea.title, Idea.state, func.count().over().label("number"))
        .join(last, last.c.idea_id == Idea.id)
        .where(publicly_listed(now))
        .order_by(last.c.at.desc())
        .limit(NAMED)
    )
    return _told(db.session.execute(query).all())


def _told(rows: Sequence[Any]) -> Found:
    ideas = tuple(Told(row.title, absolute("ideas.show_idea", reference=row.reference), row.state) for row in rows)
    return (rows[0].number if rows else 0), ideas


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
