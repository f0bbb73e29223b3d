"""Minutes: how they stand, what was objected, and which are missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.clock import local, start_of_day
from app.db import db
from app.mail.models import StoredLetter
from app.meetings.models import Meeting
from app.meetings.states import MeetingState
from app.proceedings.models import Minutes, MinutesObjection
from app.proceedings.states import MinutesState

AT_ONCE = 100
# After that nobody is reminded any more: the office knows.
USEFUL_FOR_DAYS = 30
MOST_ON_A_PAGE = 30


def minutes_of(meeting_id: int) -> Minutes | None:
    """The minutes of a meeting that was opened."""
    return db.session.get(Minutes, meeting_id)


def objections_to(meeting_id: int) -> Sequence[MinutesObjection]:
    """What members had to say against the minutes."""
    return db.session.scalars(
        select(MinutesObjection).where(MinutesObjection.meeting_id == meeting_id).order_by(MinutesObjection.id)
    ).all()


def minutes_waiting() -> Sequence[tuple[Meeting, Minutes]]:
    """Minutes that are not approved yet, the oldest first."""
    rows = db.session.execute(
        select(Meeting, Minutes)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.state != MinutesState.APPROVED)
        .order_by(Meeting.starts_at)
        .limit(MOST_ON_A_PAGE)
    )
    return [(row.Meeting, row.Minutes) for row in rows]


def later_meetings(meeting: Meeting) -> Sequence[Meeting]:
    """Meetings after this one, in which its minutes can have been approved."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.starts_at > meeting.starts_at, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_at)
        .limit(12)
    ).all()


def meetings_without_minutes(kind: str, days: int, now: datetime) -> Sequence[int]:
    """Meetings that ended so many days ago, whose minutes have not gone to the members, and nobody was told."""
    today = local(now).date()
    first, last = (start_of_day(today - timedelta(days=n)) for n in (USEFUL_FOR_DAYS, days - 1))
    about = func.concat("minutes:", Meeting.id)
    told = select(StoredLetter.id).where(
        StoredLetter.kind == kind, StoredLetter.about == about, StoredLetter.version == Meeting.revision
    )
    return db.session.scalars(
        select(Meeting.id)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.starts_at >= first, Meeting.starts_at < last, ~told.exists())
        .where(_missing())
        .order_by(Meeting.starts_at)
        .limit(AT_ONCE)
    ).all()


def are_missing(meeting_id: int) -> bool:
    """Whether a meeting took place and its minutes have not gone to the members."""
    query = select(Meeting.id).outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    return db.session.scalar(query.where(Meeting.id == meeting_id, _missing())) is not None


def are_circulated(meeting_id: int, revision: int) -> bool:
    """Whether the minutes are still with the members as they were sent, or approved since."""
    return (
        db.session.scalar(
            select(Minutes.meeting_id).where(
                Minutes.meeting_id == meeting_id,
                or_(
                    and_(Minutes.state == MinutesState.CIRCULATED, Minutes.revision == revision),
                    Minutes.state == MinutesState.APPROVED,
                ),
            )
        )
        is not None
    )


def _missing() -> ColumnElement[bool]:
    return and_(
        Meeting.state != MeetingState.CANCELLED, func.coalesce(Minutes.circulated_at, Minutes.approved_at).is_(None)
    )
