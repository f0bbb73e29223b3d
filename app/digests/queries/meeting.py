"""What members are told around a meeting: before it what lies ahead, after it what came of it.

Mail is not confidential: of what was non-public a letter says the neutral title and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.clock import local
from app.db import db
from app.digests.folding import Entry
from app.digests.queries.due import reader_of
from app.digests.queries.follows import subscriber_of
from app.digests.queries.news import news_for
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries.agenda import agenda_of
from app.meetings.queries.reading import reading_for
from app.meetings.states import ItemKind, MeetingState
from app.proceedings.models import Minutes, Resolution
from app.proceedings.queries.tasks import TaskRow, tasks_of_person

MOST_NEWS = 5


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A resolution; without wording it was made in non-public session."""

    title: str
    wording: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An open task of the reader; from a non-public item it has the neutral title, perhaps none."""

    title: str
    due_on: date
    overdue: bool


def meetings_with_minutes(meeting_ids: Sequence[int]) -> set[int]:
    """Which of these meetings were opened: there is something to tell of them."""
    return set(db.session.scalars(select(Minutes.meeting_id).where(Minutes.meeting_id.in_(meeting_ids))))


def minutes_state(meeting_id: int) -> str:
    """How far the minutes have come."""
    return db.session.scalars(select(Minutes.state).where(Minutes.meeting_id == meeting_id)).one()


def decisions_of(meeting_id: int) -> list[DecisionLine]:
    """What was decided, in the order of the agenda."""
    rows = db.session.execute(
        select(AgendaItem.title, AgendaItem.neutral_title, AgendaItem.public, Resolution)
        .join(Resolution, Resolution.item_id == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, Resolution.id)
    )
    return [
        DecisionLine(row.title, row.Resolution.wording, row.Resolution.outcome == "accepted")
        if row.public and row.Resolution.public
        else DecisionLine(row.neutral_title, "", row.Resolution.outcome == "accepted")
        for row in rows
    ]


def open_tasks_of(person_id: int | None, now: datetime) -> list[TaskLine]:
    """The reader's own open tasks, the next due first."""
    if person_id is None:
        return []
    today = local(now).date()
    return [
        TaskLine(_title(row), row.task.due_on, row.overdue(today))
        for row in tasks_of_person(person_id, today)
        if row.task.done_at is None
    ]


def next_after(meeting: Meeting) -> datetime | None:
    """When the body meets next."""
    return db.session.scalars(
        select(Meeting.starts_at)
        .where(Meeting.starts_at > meeting.ends_at, Meeting.state == MeetingState.PLANNED)
        .order_by(Meeting.starts_at)
        .limit(1)
    ).one_or_none()


def last_before(meeting: Meeting) -> datetime | None:
    """When the meeting before this one ended."""
    return db.session.scalars(
        select(Meeting.ends_at)
        .where(Meeting.ends_at < meeting.starts_at, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.ends_at.desc())
        .limit(1)
    ).one_or_none()


def decisions_due(meeting: Meeting, now: datetime) -> list[tuple[int, str]]:
    """Number and public title of the items that are to be decided."""
    rows = agenda_of(meeting, whole=False, now=now)
    return [(row.number, row.title) for row in rows if row.kind == ItemKind.DECISION]


def reading_time(meeting_id: int) -> tuple[int, int]:
    """How many papers there are to read, and about how many minutes that takes."""
    papers = reading_for(meeting_id)
    return len(papers), sum(paper.minutes for paper in papers)


def news_before(meeting: Meeting, person_id: int | None, now: datetime) -> list[Entry]:
    """What is new since the last meeting about what the reader follows, the most relevant first."""
    subscriber = subscriber_of(person_id) if person_id else None
    to = reader_of(subscriber.id) if subscriber else None
    since = last_before(meeting)
    return news_for(to, since, now)[:MOST_NEWS] if to and since else []


def _title(row: TaskRow) -> str:
    return row.task.title if row.item is None or row.item.public else row.item.neutral_title
