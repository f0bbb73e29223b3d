"""When meetings are told of: on the morning of the second day after each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.clock import BERLIN, local
from app.db import db
from app.digests.slots import MORNING
from app.meetings.models import Meeting
from app.meetings.states import MeetingState

DAYS_AFTER = 2
_AS_MANY_AS_MATTER = 10


def last_meeting_slot(settled: datetime) -> datetime | None:
    """The latest moment not after `settled` that is the second morning after a meeting that took place."""
    ended = (
        select(Meeting.starts_at)
        .where(Meeting.ends_at <= settled, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_at.desc())
        .limit(_AS_MANY_AS_MATTER)
    )
    slots = [_slot(starts_at) for starts_at in db.session.scalars(ended)]
    return max((slot for slot in slots if slot <= settled), default=None)


def _slot(starts_at: datetime) -> datetime:
    day = local(starts_at).date() + timedelta(days=DAYS_AFTER)
    return datetime.combine(day, MORNING, BERLIN).astimezone(UTC)
