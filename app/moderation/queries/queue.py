"""The queue: what awaits moderators, by deadline or by age, one query for the page and one for its counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_

from app.db import db
from app.ideas.models import Idea, Objection
from app.ideas.states import AWAITING, IdeaState
from app.members.models import Person
from app.moderation.models import ProposedDecision
from app.web.paging import Page, read_cursor, write_cursor

PAGE = 30


class View(StrEnum):
    """Which part of the queue somebody looks at; the values stand in the address."""

    ALL = "alle"
    MINE = "meine"
    UNCLAIMED = "frei"
    OVERDUE = "ueberfaellig"
    SECOND = "zweite"
    OBJECTIONS = "einwaende"


class Order(StrEnum):
    """What comes first; the values stand in the address."""

    DEADLINE = "frist"
    AGE = "alter"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the address asks for; `person_id` is who asks."""

    person_id: int
    view: View = View.ALL
    state: IdeaState | None = None
    order: Order = Order.DEADLINE


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One idea in the queue."""

    id: int
    reference: str
    title: str
    state: str
    submitted_at: datetime
    due_at: datetime | None
    contact_name: str
    claimed_by_id: int | None
    claimed_by: str | None
    awaits_second: bool


def queue_page(wanted: QueueFilter, now: datetime, after: str | None) -> Page[QueueRow]:
    """One page of the queue; `after` is the cursor of the page before."""
    key = _sort_key(wanted.order)
    query = _rows(wanted, now, key)
    cursor = read_cursor(after, 2)
    if cursor:
        query = query.where(_after(key, cursor))
    rows = [QueueRow(*row) for row in db.session.execute(query.limit(PAGE + 1))]
    page = rows[:PAGE]
    if len(rows) <= PAGE:
        return Page(page)
    last = page[-1]
    moment = last.submitted_at if wanted.order == Order.AGE else last.due_at or last.submitted_at
    return Page(page, next=write_cursor(moment.isoformat(), last.id))


def queue_counts(person_id: int, now: datetime) -> dict[View, int]:
    """How many ideas each view holds."""
    columns = [func.count().filter(_in_view(view, person_id, now)).label(view.name) for view in View]
    row = db.session.execute(select(*columns).where(_in_some_view())).one()
    return dict(zip(View, row, strict=True))


def _rows(wanted: QueueFilter, now: datetime, key: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Idea.id,
            Idea.reference,
            Idea.title,
            Idea.state,
            Idea.submitted_at,
            Idea.due_at,
            Idea.contact_name,
            Idea.claimed_by_id,
            Person.name,
            _awaits_second().label("awaits_second"),
        )
        .outerjoin(Person, Person.id == Idea.claimed_by_id)
        .where(_in_view(wanted.view, wanted.person_id, now))
        .order_by(key, Idea.id)
    )
    return query.where(Idea.state == wanted.state) if wanted.state else query


def _sort_key(order: Order) -> ColumnElement[Any]:
    return Idea.submitted_at.expression if order == Order.AGE else func.coalesce(Idea.due_at, Idea.submitted_at)


def _after(key: ColumnElement[Any], cursor: list[object]) -> ColumnElement[bool]:
    try:
        moment, number = datetime.fromisoformat(str(cursor[0])), int(str(cursor[1]))
    except ValueError:
        return Idea.id > 0
    return tuple_(key, Idea.id) > (moment, number)


def _in_view(view: View, person_id: int, now: datetime) -> ColumnElement[bool]:
    awaiting = Idea.state.in_(AWAITING)
    conditions = {
        View.ALL: awaiting,
        View.MINE: and_(awaiting, Idea.claimed_by_id == person_id),
        View.UNCLAIMED: and_(awaiting, Idea.claimed_by_id.is_(None)),
        View.OVERDUE: and_(awaiting, Idea.due_at < now),
        View.SECOND: and_(awaiting, _awaits_second(but_not_of=person_id)),
        View.OBJECTIONS: _objected(),
    }
    return conditions[view]


def _in_some_view() -> ColumnElement[bool]:
    return or_(Idea.state.in_(AWAITING), _objected())


def _awaits_second(but_not_of: int | None = None) -> ColumnElement[bool]:
    waiting = and_(ProposedDecision.idea_id == Idea.id, ProposedDecision.outcome.is_(None))
    if but_not_of is not None:
        waiting = and_(waiting, ProposedDecision.proposed_by_id != but_not_of)
    return exists().where(waiting)


def _objected() -> ColumnElement[bool]:
    return exists().where(Objection.idea_id == Idea.id, Objection.settled_at.is_(None))
