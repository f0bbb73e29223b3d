"""What the moderation has to read, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, tuple_

from app.db import db
from app.feedback.models import Contribution, ContributionHistory
from app.feedback.states import ContributionState
from app.ideas.models import Idea
from app.members.models import Person
from app.web.paging import Page, read_cursor, write_cursor

PAGE_SIZE = 30
LONGEST_EXCERPT = 220


@dataclass(frozen=True, slots=True)
class WaitingContribution:
    """A row of the queue. `reference` is None for general feedback; by `due_at` it should be read."""

    id: int
    kind: str
    topic: str | None
    reference: str | None
    title: str | None
    depth: int
    excerpt: str
    group_code: str
    name: str
    organisation: str
    created_at: datetime
    due_at: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step in the life of a contribution; `actor` is empty where the author acted."""

    revision: int
    to_state: str
    at: datetime
    actor: str
    body: str
    reason: str


def contributions_awaiting_moderation(now: datetime, cursor: str | None = None) -> Page[WaitingContribution]:
    """A page of the queue by deadline; general feedback waits in the same line."""
    query = _waiting(now).order_by(Contribution.due_at, Contribution.id).limit(PAGE_SIZE + 1)
    key = _key(cursor)
    if key is not None:
        query = query.where(tuple_(Contribution.due_at, Contribution.id) > tuple_(*map(literal, key)))
    rows = [WaitingContribution(*row) for row in db.session.execute(query)]
    items = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return Page(items, next=write_cursor(items[-1].due_at.isoformat(), items[-1].id) if more else None)


def count_awaiting_moderation(now: datetime) -> tuple[int, int]:
    """How many contributions wait, and how many of them longer than they should."""
    overdue = func.count().filter(Contribution.due_at < now)
    waiting = Contribution.state == ContributionState.WAITING
    row = db.session.execute(select(func.count(), overdue).where(waiting)).one()
    return row[0], row[1]


def steps_of(contribution_id: int) -> list[PastStep]:
    """The history of a contribution, newest step first."""
    rows = db.session.execute(
        select(
            ContributionHistory.revision,
            ContributionHistory.to_state,
            ContributionHistory.at,
            func.coalesce(Person.name, ""),
            ContributionHistory.body,
            ContributionHistory.reason,
        )
        .join(Person, Person.id == ContributionHistory.actor_id, isouter=True)
        .where(ContributionHistory.contribution_id == contribution_id)
        .order_by(ContributionHistory.revision.desc())
    )
    return [PastStep(*row) for row in rows]


def _key(cursor: str | None) -> tuple[datetime, int] | None:
    key = read_cursor(cursor, 2)
    try:
        return (datetime.fromisoformat(str(key[0])), int(key[1])) if key else None
    except ValueError:
        return None


def _waiting(now: datetime) -> Select[Any]:
    return (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.topic,
            Idea.reference,
            Idea.title,
            Contribution.depth,
            func.left(Contribution.body, LONGEST_EXCERPT),
            Contribution.group_code,
            Contribution.name,
            Contribution.organisation,
            Contribution.created_at,
            Contribution.due_at,
            Contribution.due_at < now,
        )
        .join(Idea, Idea.id == Contribution.idea_id, isouter=True)
        .where(Contribution.state == ContributionState.WAITING)
    )
