"""Keeping calendars true: who was told of which revision, and news to those who know an older one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.mail import post
from app.meetings.mails import kinds
from app.meetings.mails.writing import letter
from app.meetings.models import Meeting, MeetingGuest, MeetingReply, MeetingRevision
from app.meetings.queries.guests import NAMED, Guest, guest_of
from app.meetings.services.planning import lock_meeting
from app.meetings.states import Answer, MeetingState

AT_ONCE = 2000


def note_told(meeting: Meeting, guest: Guest, now: datetime) -> None:
    """Remember that this guest's calendar knows the present revision; `now` is since when it knows the date."""
    facts = {"revision": meeting.revision, "told_at": now}
    db.session.execute(
        insert(MeetingGuest)
        .values(meeting_id=meeting.id, seat_id=guest.seat_id, guest=guest.key, **facts)
        .on_conflict_do_update(index_elements=["meeting_id", "seat_id", "guest"], set_=facts)
    )


def guests_behind(now: datetime) -> Sequence[tuple[int, int, str]]:
    """Whose calendar knows an older revision, or a deputyship that is over; meetings that have ended are left alone."""
    still_named = exists().where(
        MeetingReply.meeting_id == MeetingGuest.meeting_id,
        MeetingReply.seat_id == MeetingGuest.seat_id,
        MeetingReply.revision == Meeting.revision,
        MeetingReply.answer == Answer.DEPUTY,
        MeetingGuest.guest == func.concat(NAMED, func.lower(MeetingReply.deputy_address)),
    )
    released = MeetingGuest.guest.startswith(NAMED) & ~still_named.correlate(MeetingGuest, Meeting)
    rows = db.session.execute(
        select(MeetingGuest.meeting_id, MeetingGuest.seat_id, MeetingGuest.guest)
        .join(Meeting, Meeting.id == MeetingGuest.meeting_id)
        .where(Meeting.ends_at > now, (MeetingGuest.revision < Meeting.revision) | released)
        .order_by(MeetingGuest.meeting_id, MeetingGuest.seat_id)
        .limit(AT_ONCE)
    )
    return [(row.meeting_id, row.seat_id, row.guest) for row in rows]


def tell_change(item: tuple[int, int, str], now: datetime) -> None:
    """Tell one guest how the meeting stands now; whoever lost the seat is told nothing and forgotten."""
    meeting = lock_meeting(item[0])
    row = db.session.get(MeetingGuest, item, populate_existing=True)
    guest = guest_of(*item, now)
    if row is None or (row.revision == meeting.revision and guest is not None):
        return
    if guest is not None and guest.address:
        since = _tell(meeting, guest, row, now)
        note_told(meeting, guest, since)
        return
    if row.guest.startswith(NAMED):
        _release(meeting, row, now)
    db.session.delete(row)


def _tell(meeting: Meeting, guest: Guest, row: MeetingGuest, now: datetime) -> datetime:
    """Write the news; the answer is since when this guest knows the date."""
    told, reason = _revision(meeting.id, row.revision), _revision(meeting.id, meeting.revision).reason
    if meeting.state == MeetingState.CANCELLED:
        post(letter(kinds.CANCELLED, meeting, guest, now, method="CANCEL", reason=reason), now)
        return now
    what = _what_changed(told, meeting)
    facts: dict[str, Any] = {"what": what, "before": told.starts_at, "reason": reason}
    post(letter(kinds.UPDATE, meeting, guest, now, method="REQUEST", **facts), now)
    return row.told_at if what in ("place", "confirmed") else now


def _release(meeting: Meeting, row: MeetingGuest, now: datetime) -> None:
    address = row.guest.removeprefix(NAMED)
    name = db.session.scalar(
        select(MeetingReply.deputy_name)
        .where(
            MeetingReply.meeting_id == meeting.id,
            MeetingReply.seat_id == row.seat_id,
            func.lower(MeetingReply.deputy_address) == address,
        )
        .limit(1)
    )
    guest = Guest(meeting.id, meeting.revision, row.seat_id, row.guest, name or "", address, None, None, None)
    kind = kinds.CANCELLED if meeting.state == MeetingState.CANCELLED else kinds.RELEASED
    reason = _revision(meeting.id, meeting.revision).reason if kind is kinds.CANCELLED else ""
    slot = f"{row.guest} {row.told_at.isoformat()}"
    post(letter(kind, meeting, guest, now, method="CANCEL", slot=slot, reason=reason), now)


def _revision(meeting_id: int, revision: int) -> MeetingRevision:
    return db.session.get_one(MeetingRevision, (meeting_id, revision))


def _what_changed(told: MeetingRevision, meeting: Meeting) -> str:
    if told.state == MeetingState.CANCELLED:
        return "reinstated"
    if (told.starts_at, told.ends_at) != (meeting.starts_at, meeting.ends_at):
        return "moved"
    return "confirmed" if (told.host_ags, told.place) == (meeting.host_ags, meeting.place) else "place"
