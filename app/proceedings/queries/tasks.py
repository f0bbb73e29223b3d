"""Tasks: open, overdue and done; which reminder is due, computed from the day and `now`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select

from app.clock import BERLIN, local
from app.db import db
from app.mail.models import StoredLetter
from app.meetings.models import AgendaItem, Meeting
from app.members.models import Membership
from app.proceedings.models import ActionItem
from app.region.rules import BodyRules

AT_ONCE = 500
MOST_ON_A_PAGE = 100
MORNING = time(9, 0)
WEEK = timedelta(days=7)
AHEAD, ON_THE_DAY = 1, 2
# Weekly letters while overdue; after that the office has long been told.
MOST_WEEKS = 26


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with who answers for it today and the meeting it was given in."""

    task: ActionItem
    holder: str | None
    item: AgendaItem | None
    meeting: Meeting | None

    @property
    def owner(self) -> str:
        """Whose task it is; empty while the seat is vacant."""
        return self.task.owner_name or self.holder or ""

    def overdue(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return self.task.done_at is None and self.task.due_on < today


def rung_of(due_on: date, now: datetime, rules: BodyRules) -> int | None:
    """The latest reminder whose time has come: 1 some days before, 2 on the day, 3, 4, … each week after.

    Missed ones are not made up for: one letter says what is true now. None before the first.
    """
    moment, rung = local(now), None
    if moment >= _morning(due_on - timedelta(days=rules.task_reminder_days)):
        rung = AHEAD
    if moment >= _morning(due_on):
        weeks = (moment - _morning(due_on)) // WEEK
        rung = ON_THE_DAY + min(weeks, MOST_WEEKS)
    return rung


def tasks_to_remind(kind: str, now: datetime, rules: BodyRules) -> Sequence[tuple[int, int]]:
    """Open tasks with the rung that is due and of which no letter was written; each (task, rung)."""
    horizon = local(now).date() + timedelta(days=rules.task_reminder_days)
    about = func.concat(literal("task:"), cast(ActionItem.id, String))
    last = (
        select(func.max(StoredLetter.version))
        .where(StoredLetter.kind == kind, StoredLetter.about == about)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(ActionItem.id, ActionItem.due_on, ActionItem.created_at, func.coalesce(last, 0).label("told"))
        .where(ActionItem.done_at.is_(None), ActionItem.due_on <= horizon)
        .order_by(ActionItem.due_on, ActionItem.id)
        .limit(AT_ONCE)
    )
    found = ((row, rung_of(row.due_on, now, rules)) for row in rows)
    return [
        (row.id, rung)
        for row, rung in found
        if rung and rung > row.told and not (rung == AHEAD and _is_fresh(row.created_at, now))
    ]


def tasks_to_escalate(kind: str, now: datetime, rules: BodyRules) -> Sequence[int]:
    """Open tasks that have been overdue for so long that the office is told, once."""
    limit = local(now).date() - timedelta(days=rules.task_escalation_days)
    about = func.concat(literal("task:"), cast(ActionItem.id, String))
    told = exists().where(StoredLetter.kind == kind, StoredLetter.about == about)
    return db.session.scalars(
        select(ActionItem.id)
        .where(ActionItem.done_at.is_(None), ActionItem.due_on <= limit, ~told)
        .order_by(ActionItem.due_on, ActionItem.id)
        .limit(AT_ONCE)
    ).all()


def open_tasks(today: date) -> list[TaskRow]:
    """What is to be done, the most urgent first."""
    return _rows(today, ActionItem.done_at.is_(None))


def done_tasks(today: date) -> list[TaskRow]:
    """What was done last."""
    return _rows(today, ActionItem.done_at.is_not(None), newest=True)


def tasks_of_person(person_id: int, today: date) -> list[TaskRow]:
    """All tasks of the seats that a person holds today, open ones first."""
    mine = select(Membership.seat_id).where(Membership.person_id == person_id, _holds(today))
    return _rows(today, ActionItem.seat_id.in_(mine))


def task_row(task_id: int, today: date) -> TaskRow | None:
    """One task."""
    return next(iter(_rows(today, ActionItem.id == task_id)), None)


def _rows(today: date, condition: ColumnElement[bool], newest: bool = False) -> list[TaskRow]:
    holds = and_(Membership.seat_id == ActionItem.seat_id, _holds(today))
    order = (ActionItem.done_at.desc(),) if newest else (ActionItem.done_at.is_not(None), ActionItem.due_on)
    rows = db.session.execute(
        select(ActionItem, Membership, AgendaItem, Meeting)
        .outerjoin(Membership, holds)
        .outerjoin(AgendaItem, AgendaItem.id == ActionItem.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(condition)
        .order_by(*order, ActionItem.id)
        .limit(MOST_ON_A_PAGE)
    )
    return [
        TaskRow(row.ActionItem, row.Membership.full_name if row.Membership else None, row.AgendaItem, row.Meeting)
        for row in rows
    ]


def _holds(day: date) -> ColumnElement[bool]:
    return and_(Membership.valid_from <= day, or_(Membership.valid_to.is_(None), Membership.valid_to > day))


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, BERLIN)


def _is_fresh(created_at: datetime, now: datetime) -> bool:
    # Whoever got the task this very day need not be reminded of it.
    return local(created_at).date() == local(now).date()


def is_open(task_id: int) -> bool:
    """Whether a task waits to be done."""
    return (
        db.session.scalar(select(ActionItem.id).where(ActionItem.id == task_id, ActionItem.done_at.is_(None)))
        is not None
    )


def is_public(item_id: int | None) -> bool:
    """Whether a task's words may stand in a subject: those of a non-public item stay inside the letter."""
    return item_id is None or bool(db.session.scalar(select(AgendaItem.public).where(AgendaItem.id == item_id)))
