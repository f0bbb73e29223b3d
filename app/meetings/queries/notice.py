"""The notice period (Ladungsfrist): would a meeting's invitations leave too late?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.clock import end_of_day, local
from app.db import db
from app.meetings.models import Meeting, MeetingGuest, MeetingRevision
from app.meetings.queries.ladder import planned_rungs
from app.meetings.states import MeetingState
from app.region.rules import body_rules


def notice_days() -> int:
    """How many days before a meeting its invitations must have left."""
    return body_rules().notice_days


def notice_ends(meeting: Meeting, days: int) -> datetime:
    """The last moment at which an invitation keeps a notice period of `days` (the end of that local day, in UTC)."""
    return end_of_day(local(meeting.starts_at).date() - timedelta(days=days))


def misses_notice(meetings: Sequence[Meeting], now: datetime) -> set[int]:
    """The meetings whose members learn of the present date too late: moved or planned at short notice, the
    invitation skipped or set to a later day, or late for any other reason."""
    told = _first_told(meetings)
    rungs = {row.meeting.id: row for row in planned_rungs(meetings) if row.step.rung.name == "invitation"}
    late, days = set(), notice_days()
    for meeting in meetings:
        if meeting.state != MeetingState.PLANNED or meeting.starts_at <= now:
            continue
        due = rungs[meeting.id].due_at if meeting.id in rungs else None
        leaves = told.get(meeting.id) or (max(due, now) if due else None)
        if leaves is None or leaves > notice_ends(meeting, days):
            late.add(meeting.id)
    return late


def _first_told(meetings: Sequence[Meeting]) -> dict[int, datetime]:
    """When the first guest was told of the present date."""
    rows = db.session.execute(
        select(MeetingGuest.meeting_id, func.min(MeetingGuest.told_at))
        .join(Meeting, Meeting.id == MeetingGuest.meeting_id)
        .join(
            MeetingRevision,
            (MeetingRevision.meeting_id == MeetingGuest.meeting_id)
            & (MeetingRevision.revision == MeetingGuest.revision)
            & (MeetingRevision.starts_at == Meeting.starts_at),
        )
        .where(Meeting.id.in_([meeting.id for meeting in meetings]))
        .group_by(MeetingGuest.meeting_id)
    )
    return {row[0]: row[1] for row in rows}
