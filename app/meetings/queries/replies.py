"""Reading what was answered for one seat."""

from __future__ import annotations

from sqlalchemy import select

from app.db import db
from app.meetings.models import Meeting, MeetingReply
from app.meetings.queries.guests import Guest


def reply_of(meeting: Meeting, guest: Guest) -> MeetingReply | None:
    """The answer to the meeting's present revision that this guest gave for the seat."""
    return db.session.scalars(
        select(MeetingReply).where(
            MeetingReply.meeting_id == meeting.id,
            MeetingReply.seat_id == guest.seat_id,
            MeetingReply.revision == meeting.revision,
            MeetingReply.guest == guest.key,
        )
    ).one_or_none()
