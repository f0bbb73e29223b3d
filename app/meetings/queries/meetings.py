"""Meetings ahead, past meetings, one meeting with what was changed about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import select, tuple_

from app.clock import local, start_of_day
from app.db import db
from app.meetings.models import Meeting, MeetingRevision
from app.meetings.states import MeetingState
from app.web.paging import Page, read_cursor, write_cursor

PAST_PAGE = 12
MOST_AHEAD = 60
FEED_YEARS = 2


def meetings_ahead(now: datetime) -> Sequence[Meeting]:
    """What has not ended yet, the next one first, cancelled ones included."""
    return db.session.scalars(
        select(Meeting).where(Meeting.ends_at > now).order_by(Meeting.starts_at, Meeting.id).limit(MOST_AHEAD)
    ).all()


def next_meeting(now: datetime) -> Meeting | None:
    """The next meeting that takes place."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.ends_at > now, Meeting.state == MeetingState.PLANNED)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    ).one_or_none()


def past_meetings(now: datetime, after: str | None) -> Page[Meeting]:
    """What has ended, the latest first, a page at a time."""
    query = select(Meeting).where(Meeting.ends_at <= now, Meeting.state != MeetingState.CANCELLED)
    key = read_cursor(after, 2)
    if key:
        moment, number = _moment(key[0]), key[1]
        if moment and isinstance(number, int):
            query = query.where(tuple_(Meeting.starts_at, Meeting.id) < (moment, number))
    rows = db.session.scalars(query.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(PAST_PAGE + 1)).all()
    items = list(rows[:PAST_PAGE])
    following = write_cursor(items[-1].starts_at.isoformat(), items[-1].id) if len(rows) > PAST_PAGE else None
    return Page(items, next=following)


def meetings_in(year: int) -> Sequence[Meeting]:
    """All meetings of a year on Berlin's clocks, in order."""
    first, last = start_of_day(date(year, 1, 1)), start_of_day(date(year + 1, 1, 1))
    return db.session.scalars(
        select(Meeting).where(Meeting.starts_at >= first, Meeting.starts_at < last).order_by(Meeting.starts_at)
    ).all()


def meetings_for_feed(now: datetime) -> Sequence[Meeting]:
    """What a calendar shows: two years back and everything ahead."""
    since = start_of_day(date(local(now).year - FEED_YEARS, 1, 1))
    return db.session.scalars(
        select(Meeting).where(Meeting.starts_at >= since).order_by(Meeting.starts_at).limit(200)
    ).all()


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision changed, in a form to tell."""

    at: datetime
    reason: str
    before: MeetingRevision
    after: MeetingRevision


def changes_of(meeting: Meeting) -> list[Change]:
    """Every move and cancellation, the latest first."""
    revisions = db.session.scalars(
        select(MeetingRevision)
        .where(MeetingRevision.meeting_id == meeting.id)
        .order_by(MeetingRevision.revision.desc())
        .limit(50)
    ).all()
    return [Change(later.at, later.reason, earlier, later) for later, earlier in pairwise(revisions)]


def last_host_before(year: int) -> str | None:
    """The host of the last meeting before a year, where the rotation goes on."""
    return db.session.scalars(
        select(Meeting.host_ags)
        .where(Meeting.starts_at < start_of_day(date(year, 1, 1)), Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).one_or_none()


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
