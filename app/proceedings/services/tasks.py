"""Tasks: given from the text of an item, reminded of by the clock, done with a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.clock import local
from app.db import db
from app.mail import Recipient, post
from app.proceedings.mails import tasks as letters
from app.proceedings.models import ActionItem
from app.proceedings.queries.people import holder_of, office
from app.proceedings.queries.tasks import rung_of, task_row, tasks_to_escalate, tasks_to_remind
from app.region.rules import body_rules


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What is to be done by whom until when: a seat, or somebody with a name and perhaps an address."""

    title: str
    due_on: date
    seat_id: int | None = None
    owner_name: str = ""
    owner_email: str = ""


def give_task(facts: TaskFacts, *, item_id: int | None, now: datetime, actor_id: int | None) -> ActionItem:
    """Write a task down and tell whoever answers for it."""
    task = ActionItem(
        item_id=item_id,
        title=facts.title,
        due_on=facts.due_on,
        seat_id=facts.seat_id,
        owner_name="" if facts.seat_id else facts.owner_name,
        owner_email="" if facts.seat_id else facts.owner_email,
        created_at=now,
        created_by_id=actor_id,
    )
    db.session.add(task)
    db.session.flush()
    to = owner_of(task, local(now).date())
    if to:
        post(letters.task_given(task, to), now)
    return task


def finish_task(task_id: int, *, note: str, by: str, now: datetime) -> ActionItem:
    """Note a task as done; doing it twice changes nothing."""
    task = db.session.get_one(ActionItem, task_id, with_for_update=True, populate_existing=True)
    if task.done_at is None:
        task.done_at, task.done_note, task.done_by = now, note, by
        db.session.flush()
    return task


def reopen_task(task_id: int) -> None:
    """Take „done“ back."""
    task = db.session.get_one(ActionItem, task_id, with_for_update=True, populate_existing=True)
    task.done_at, task.done_note, task.done_by = None, "", ""
    db.session.flush()


def owner_of(task: ActionItem, today: date) -> Recipient | None:
    """Who is written to about a task: whoever holds its seat today, or the address that was typed."""
    if task.seat_id is not None:
        holder = holder_of(task.seat_id, today)
        return holder.recipient if holder else None
    return Recipient(task.owner_email, task.owner_name) if task.owner_email else None


def reminders_due(now: datetime) -> list[tuple[int, int]]:
    """Which tasks are to be reminded of at `now`, with the rung."""
    return list(tasks_to_remind(letters.TASK_REMINDER.name, now, body_rules()))


def remind_of_task(due: tuple[int, int], now: datetime) -> None:
    """Write the reminder, unless the task was done or moved on while the sweep was on its way."""
    task_id, rung = due
    task = db.session.get(ActionItem, task_id, with_for_update=True, populate_existing=True)
    if task is None or task.done_at is not None or rung_of(task.due_on, now, body_rules()) != rung:
        return
    to = owner_of(task, local(now).date())
    if to:
        post(letters.task_reminder(task, to, rung, local(now).date()), now)


def escalations_due(now: datetime) -> list[int]:
    """Which tasks have been overdue for too long."""
    return list(tasks_to_escalate(letters.TASK_ESCALATED.name, now, body_rules()))


def escalate_task(task_id: int, now: datetime) -> None:
    """Tell the office that a task lies about."""
    row = task_row(task_id, local(now).date())
    if row is None or row.task.done_at is not None:
        return
    for to in office():
        post(letters.task_escalated(row.task, row.owner, to), now)
