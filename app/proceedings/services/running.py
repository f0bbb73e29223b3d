"""Running a meeting: open it, take the roll, open and close items, write down what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from app.clock import local
from app.db import db
from app.ideas.models import Idea
from app.ideas.services import change_state
from app.ideas.states import IdeaState
from app.meetings.models import AgendaItem, Meeting
from app.meetings.services.planning import hold_meeting, lock_meeting
from app.meetings.states import MeetingState
from app.members.queries import seats_on
from app.proceedings.models import Attendance, ItemRecord, Minutes, Recusal
from app.proceedings.queries.expected import expected_presence
from app.proceedings.queries.items import ideas_of_item, seats_with_own_ideas
from app.proceedings.services.refusals import Final, NotYet, StaleText
from app.proceedings.states import MinutesState, Presence
from app.region.calendar import due_in_working_days
from app.region.rules import body_rules

# The office may set up the table before the first guest comes.
OPENS_BEFORE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a seat takes part, as the office ticked it."""

    seat_id: int
    presence: Presence
    represented_by: str = ""
    arrived_item_id: int | None = None
    left_item_id: int | None = None


def open_meeting(meeting_id: int, *, now: datetime) -> Minutes:
    """Begin the meeting: the roll is laid out, prefilled from what members replied.

    Raises NotYet more than two hours before the start or for a cancelled meeting. Opening twice changes nothing.
    """
    meeting = lock_meeting(meeting_id)
    known = db.session.get(Minutes, meeting_id)
    if known:
        return known
    if meeting.state == MeetingState.CANCELLED or now < meeting.starts_at - OPENS_BEFORE:
        raise NotYet(f"meeting {meeting.id} is {meeting.state} and starts at {meeting.starts_at}")
    minutes = Minutes(meeting_id=meeting_id, begun_at=now)
    db.session.add(minutes)
    _lay_out_the_roll(meeting)
    db.session.flush()
    return minutes


def lock_minutes(meeting_id: int) -> Minutes:
    """The minutes, locked and read afresh. Raises NotYet when the meeting was not opened."""
    minutes = db.session.execute(
        select(Minutes)
        .where(Minutes.meeting_id == meeting_id)
        .with_for_update(of=Minutes)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if minutes is None:
        raise NotYet(f"meeting {meeting_id} was not opened")
    return minutes


def lock_draft(meeting_id: int) -> Minutes:
    """The same, for what only a draft allows. Raises Final once the minutes are with the members or approved."""
    minutes = lock_minutes(meeting_id)
    if minutes.state != MinutesState.DRAFT:
        raise Final(f"the minutes of meeting {meeting_id} are {minutes.state}")
    return minutes


def note_attendance(meeting_id: int, seen: Iterable[Seen]) -> None:
    """Write down who takes part and how."""
    lock_draft(meeting_id)
    rows = {row.seat_id: row for row in db.session.scalars(_roll(meeting_id))}
    for entry in seen:
        row = rows[entry.seat_id]
        row.presence = entry.presence
        row.represented_by = entry.represented_by if entry.presence == Presence.REPRESENTED else ""
        row.arrived_item_id, row.left_item_id = entry.arrived_item_id, entry.left_item_id
    db.session.flush()


def note_people(meeting_id: int, *, chair: str, keeper: str) -> None:
    """Write down who presides and who keeps the minutes."""
    minutes = lock_draft(meeting_id)
    minutes.chair, minutes.keeper = chair, keeper
    db.session.flush()


def open_item(item_id: int, *, now: datetime, actor_id: int | None) -> ItemRecord:
    """Begin with an item: its ideas are in session, and whoever wrote one of them is recused."""
    item = db.session.get_one(AgendaItem, item_id)
    lock_draft(item.meeting_id)
    record = _record(item_id)
    if record.opened_at is None:
        _recuse_authors(item)
    record.opened_at, record.closed_at = record.opened_at or now, None
    for idea_id in ideas_of_item(item_id):
        if db.session.get_one(Idea, idea_id).state == IdeaState.SCHEDULED:
            change_state(idea_id, IdeaState.IN_SESSION, now=now, actor_id=actor_id)
    db.session.flush()
    return record


def close_item(item_id: int, *, now: datetime) -> None:
    """Be done with an item; it may be opened again."""
    item = db.session.get_one(AgendaItem, item_id)
    lock_draft(item.meeting_id)
    record = _record(item_id)
    record.opened_at = record.opened_at or now
    record.closed_at = record.closed_at or now
    db.session.flush()


def close_meeting(meeting_id: int, *, now: datetime) -> Minutes:
    """End the meeting: it counts as held, and the deadline for answers begins to run."""
    minutes = lock_minutes(meeting_id)
    meeting = db.session.get_one(Meeting, meeting_id)
    if now < meeting.starts_at:
        raise NotYet(f"meeting {meeting_id} has not begun")
    if minutes.ended_at is None:
        minutes.ended_at = now
        minutes.due_at = due_in_working_days(now, body_rules().response_working_days)
    if meeting.state == MeetingState.PLANNED:
        hold_meeting(meeting_id, now=now)
    db.session.flush()
    return minutes


def save_text(item_id: int, text: str, *, seen_version: int, now: datetime, actor_id: int | None) -> ItemRecord:
    """Save what the minutes say about an item; the same text again changes nothing.

    Raises StaleText when somebody else saved another text after the form was shown, Final once approved.
    """
    item = db.session.get_one(AgendaItem, item_id)
    lock_draft(item.meeting_id)
    record = _record(item_id)
    if record.text == text:
        return record
    if record.version != seen_version:
        raise StaleText(record, seen_version)
    record.text, record.version = text, record.version + 1
    record.saved_at, record.saved_by_id = now, actor_id
    db.session.flush()
    return record


def recuse(item_id: int, reasons: Mapping[int, str]) -> None:
    """Say which seats take no part in an item, and why; all others do."""
    item = db.session.get_one(AgendaItem, item_id)
    lock_draft(item.meeting_id)
    db.session.execute(delete(Recusal).where(Recusal.item_id == item_id))
    db.session.add_all(Recusal(item_id=item_id, seat_id=seat, reason=why) for seat, why in reasons.items())
    db.session.flush()


def _recuse_authors(item: AgendaItem) -> None:
    meeting = db.session.get_one(Meeting, item.meeting_id)
    for seat_id in seats_with_own_ideas(item.id, meeting):
        db.session.execute(insert(Recusal).values(item_id=item.id, seat_id=seat_id).on_conflict_do_nothing())


def _record(item_id: int) -> ItemRecord:
    """The record of an item, made if it is new, locked and read afresh."""
    db.session.execute(insert(ItemRecord).values(item_id=item_id, text="", version=0).on_conflict_do_nothing())
    return db.session.execute(
        select(ItemRecord)
        .where(ItemRecord.item_id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def _lay_out_the_roll(meeting: Meeting) -> None:
    expected = expected_presence(meeting)
    for row in seats_on(local(meeting.starts_at).date()):
        if row.holder is None:
            continue
        presence, deputy = expected.get(row.seat.id, (Presence.ABSENT, ""))
        db.session.add(
            Attendance(
                meeting_id=meeting.id,
                seat_id=row.seat.id,
                holder=row.holder.full_name,
                voting=row.seat.voting,
                presence=presence,
                represented_by=deputy,
            )
        )


def _roll(meeting_id: int) -> Select[Attendance]:
    return select(Attendance).where(Attendance.meeting_id == meeting_id).with_for_update()
