"""Reading what hosts prepare: the list of a meeting, whom to remind, which reminders are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from app.clock import BERLIN, local
from app.db import db
from app.meetings.models import HostContact, HostTask, Meeting, MeetingPause
from app.meetings.states import MeetingState

REMIND_DAYS_BEFORE = 3
MORNING = time(9, 0)
LOOK_AHEAD = timedelta(days=120)
MOST_MEETINGS = 200
MOST_TASKS = 100


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the day on which it is due, counted from the meeting's day in Berlin."""

    task: HostTask
    due_on: date
    overdue: bool


def checklist(meeting: Meeting, now: datetime) -> list[TaskRow]:
    """What the host prepares, the most urgent first."""
    mine = select(HostTask).where(HostTask.meeting_id == meeting.id)
    tasks = db.session.scalars(mine.order_by(HostTask.days_before.desc(), HostTask.id).limit(MOST_TASKS))
    return [_row(meeting, task, now) for task in tasks]


def contact_for(meeting: Meeting) -> HostContact | None:
    """Whom reminders about this meeting go to: its own contact of the present host, else the host's usual one."""
    mine = select(HostContact).where(
        HostContact.authority_ags == meeting.host_ags,
        or_(HostContact.meeting_id == meeting.id, HostContact.meeting_id.is_(None)),
    )
    return db.session.scalars(mine.order_by(HostContact.meeting_id.asc().nulls_last()).limit(1)).one_or_none()


def usual_contacts() -> dict[str, HostContact]:
    """The usual contact of each authority that has one, by its key."""
    usual = db.session.scalars(select(HostContact).where(HostContact.meeting_id.is_(None)))
    return {contact.authority_ags: contact for contact in usual}


def remind_at(due_on: date) -> datetime:
    """The moment of the reminder for what is due on a day: 09:00 in Berlin, three days before."""
    return datetime.combine(due_on - timedelta(days=REMIND_DAYS_BEFORE), MORNING, BERLIN)


def due_group(rows: Sequence[TaskRow], now: datetime) -> date | None:
    """The latest due day whose reminder's moment has come and that still has something open."""
    return max((row.due_on for row in rows if not row.task.done_at and remind_at(row.due_on) <= now), default=None)


def meetings_with_open_tasks(now: datetime) -> Sequence[int]:
    """Meetings ahead of which something is open whose reminder could have come, the next one first."""
    rows = db.session.execute(
        select(Meeting.id, Meeting.starts_at, HostTask.days_before)
        .join(HostTask, HostTask.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at > now,
            Meeting.starts_at < now + LOOK_AHEAD,
            HostTask.done_at.is_(None),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST_MEETINGS * MOST_TASKS)
    )
    due = (row.id for row in rows if remind_at(_due_on(row.starts_at, row.days_before)) <= now)
    return list(dict.fromkeys(due))[:MOST_MEETINGS]


def pauses_in(year: int) -> Sequence[MeetingPause]:
    """The pauses that touch a year, in order."""
    return db.session.scalars(
        select(MeetingPause)
        .where(MeetingPause.first_on <= date(year, 12, 31), MeetingPause.last_on >= date(year, 1, 1))
        .order_by(MeetingPause.first_on, MeetingPause.id)
        .limit(MOST_TASKS)
    ).all()


def _row(meeting: Meeting, task: HostTask, now: datetime) -> TaskRow:
    due_on = _due_on(meeting.starts_at, task.days_before)
    return TaskRow(task, due_on, task.done_at is None and due_on < local(now).date())


def _due_on(starts_at: datetime, days_before: int) -> date:
    return local(starts_at).date() - timedelta(days=days_before)
