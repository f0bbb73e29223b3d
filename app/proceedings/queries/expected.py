"""How members said that they would take part, as the roll of a meeting begins."""

from __future__ import annotations

from sqlalchemy import select

from app.db import db
from app.meetings.models import Meeting, MeetingReply
from app.meetings.states import Answer
from app.proceedings.states import Presence

_PRESENCE = {
    Answer.COMING: Presence.PRESENT,
    Answer.VIDEO: Presence.VIDEO,
    Answer.DEPUTY: Presence.REPRESENTED,
    Answer.NOT_COMING: Presence.EXCUSED,
}


def expected_presence(meeting: Meeting) -> dict[int, tuple[Presence, str]]:
    """Seat → how it takes part and who stands in, from the answers to the meeting's revision at hand."""
    rows = db.session.scalars(
        select(MeetingReply)
        .where(MeetingReply.meeting_id == meeting.id, MeetingReply.revision == meeting.revision)
        .order_by(MeetingReply.id)
    )
    return {row.seat_id: (_PRESENCE[Answer(row.answer)], row.deputy_name) for row in rows}
