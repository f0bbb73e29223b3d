"""Letters about tasks: here is one, its day is near or over, the office should know."""

from __future__ import annotations

from datetime import date, timedelta

from app.mail import Letter, LetterKind, Posted, Recipient
from app.proceedings.links import task_url
from app.proceedings.models import ActionItem
from app.proceedings.queries.tasks import is_open, is_public
from app.web.links import absolute

_SAMPLE = {
    "title": "Fahrpläne der fünf Betriebe zusammenstellen",  # not a text
    "public": True,
    "due_on": date(2027, 1, 15),
    "url": "https://konvent.example/auftrag/muster",
}


def _still_open(posted: Posted) -> str | None:
    return None if is_open(int(posted.about.rpartition(":")[2])) else "the task is done"


def _kind(name: str, **sample: object) -> LetterKind:
    return LetterKind(
        name,
        "proceedings",
        expires_after=timedelta(days=6),
        still_true=_still_open,
        sample={**_SAMPLE, **sample},
    )


TASK_GIVEN = _kind("task_given")
TASK_REMINDER = _kind("task_reminder", days_left=7)
TASK_ESCALATED = _kind("task_escalated", owner="Kim Beispiel")
KINDS = (TASK_GIVEN, TASK_REMINDER, TASK_ESCALATED)


def task_given(task: ActionItem, to: Recipient) -> Letter:
    """Somebody was given a task."""
    return Letter(TASK_GIVEN, to, _about(task), _facts(task, to))


def task_reminder(task: ActionItem, to: Recipient, rung: int, today: date) -> Letter:
    """The task's day is near, here, or over; `rung` counts the reminders of one task."""
    days_left = (task.due_on - today).days
    return Letter(TASK_REMINDER, to, _about(task), {**_facts(task, to), "days_left": days_left}, rung)


def task_escalated(task: ActionItem, owner: str, to: Recipient) -> Letter:
    """Tells the office whose task has been overdue for long."""
    url = absolute("proceedings.office_tasks", lang=to.language)
    return Letter(TASK_ESCALATED, to, _about(task), {**_facts(task, to), "url": url, "owner": owner})


def _facts(task: ActionItem, to: Recipient) -> dict[str, object]:
    return {
        "title": task.title,
        "public": is_public(task.item_id),
        "due_on": task.due_on,
        "url": task_url(task.id, to.address, to.language),
    }


def _about(task: ActionItem) -> str:
    return f"task:{task.id}"
