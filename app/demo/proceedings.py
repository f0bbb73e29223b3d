"""Holds the demo's past meetings: roll, minutes, resolutions on the ideas that were decided, tasks.

The seats belong to real people, of whom nothing is invented: the roll names the seats, votes are totals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.clock import local
from app.db import db
from app.ideas.models import Idea
from app.ideas.services import change_state
from app.ideas.states import RESOLVED, IdeaState
from app.meetings.models import AgendaItem, AgendaItemIdea, Meeting
from app.meetings.states import MeetingState
from app.proceedings.models import Attendance
from app.proceedings.services.cycle import approve_minutes, circulate_minutes, publish_minutes
from app.proceedings.services.deciding import Motion, Tally, record_resolution
from app.proceedings.services.running import (
    Seen,
    close_item,
    close_meeting,
    note_attendance,
    note_people,
    open_item,
    open_meeting,
    save_text,
)
from app.proceedings.services.tasks import TaskFacts, finish_task, give_task
from app.proceedings.states import Presence

SENT_AFTER = timedelta(days=8)
# Who was there, by the seat's place in the roll; all others came in person.
NOT_IN_PERSON = {2: Presence.VIDEO, 5: Presence.REPRESENTED, 9: Presence.EXCUSED}
DECISION_ITEM = 2


def hold_meetings(file: Mapping[str, Any], ideas: Mapping[str, Idea], office: int, now: datetime) -> None:
    """Let every past meeting run and decide on the ideas that were waiting by then."""
    facts = {entry["title"]: entry for entry in file["demo_ideas_fictitious"] if entry["state"] in RESOLVED}
    waiting = {title: ideas[title] for title in facts}
    with_agenda = select(AgendaItem.meeting_id).where(AgendaItem.position == DECISION_ITEM)
    held = select(Meeting).where(Meeting.state == MeetingState.HELD, Meeting.id.in_(with_agenda))
    meetings = db.session.scalars(held.order_by(Meeting.starts_at)).all()
    for number, meeting in enumerate(meetings):
        due = [title for title, idea in waiting.items() if idea.state_since <= meeting.starts_at]
        _hold(meeting, file, [(facts[title], waiting.pop(title)) for title in due], office)
        _lead_minutes(meetings, number, office, now)
    for title, idea in waiting.items():
        _decide_without_meeting(idea, facts[title], office, now)


def _hold(
    meeting: Meeting, file: Mapping[str, Any], decided: Sequence[tuple[Mapping[str, Any], Idea]], office: int
) -> None:
    starts = meeting.starts_at
    open_meeting(meeting.id, now=starts)
    _take_roll(meeting, file["demo_minutes"]["deputy"], file["demo_minutes"]["seat"])
    note_people(meeting.id, chair=file["demo_minutes"]["chair"], keeper=file["demo_minutes"]["keeper"])
    items = db.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    ).all()
    for item, text in zip(items, file["demo_minutes"]["texts"], strict=False):
        at = starts + timedelta(minutes=30 * item.position)
        if item.position == DECISION_ITEM:
            db.session.add_all(AgendaItemIdea(item_id=item.id, idea_id=idea.id) for _, idea in decided)
            db.session.flush()
        open_item(item.id, now=at, actor_id=office)
        save_text(item.id, text, seen_version=0, now=at, actor_id=office)
        if item.position == DECISION_ITEM:
            _decide(item, decided, file, office, at)
        close_item(item.id, now=at + timedelta(minutes=25))
    close_meeting(meeting.id, now=meeting.ends_at)


def _take_roll(meeting: Meeting, deputy: str, seat_name: str) -> None:
    rows = db.session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting.id).order_by(Attendance.seat_id)
    )
    seen = []
    for place, row in enumerate(rows):
        row.holder = seat_name.format(number=place + 1)
        presence = NOT_IN_PERSON.get(place, Presence.PRESENT)
        seen.append(Seen(row.seat_id, presence, deputy if presence == Presence.REPRESENTED else ""))
    note_attendance(meeting.id, seen)


def _decide(
    item: AgendaItem,
    decided: Sequence[tuple[Mapping[str, Any], Idea]],
    file: Mapping[str, Any],
    office: int,
    at: datetime,
) -> None:
    words = file["demo_minutes"]
    there = db.session.scalars(
        select(Attendance.seat_id).where(
            Attendance.meeting_id == item.meeting_id, Attendance.voting, Attendance.presence != Presence.EXCUSED
        )
    ).all()
    for facts, idea in decided:
        motion = Motion(
            words["wordings"][facts["state"]].format(title=idea.title),
            facts["reason"],
            {idea.id: IdeaState(facts["state"])},
        )
        record_resolution(item.id, motion, Tally(len(there) - 2, 1, 1), now=at, actor_id=office)
    for entry in words["tasks"]:
        due = local(at).date() + timedelta(days=entry["days"])
        facts_of_task = TaskFacts(entry["title"], due, None, entry["owner"], entry["email"])
        task = give_task(facts_of_task, item_id=item.id, now=at, actor_id=office)
        if entry.get("note") and item.meeting_id != _latest_held():
            finish_task(task.id, note=entry["note"], by=entry["owner"], now=at + timedelta(days=entry["days"] - 1))


def _latest_held() -> int | None:
    held = select(Meeting.id).where(Meeting.state == MeetingState.HELD).order_by(Meeting.starts_at.desc())
    return db.session.scalars(held.limit(1)).first()


def _lead_minutes(meetings: Sequence[Meeting], number: int, office: int, now: datetime) -> None:
    """The first are approved and public, the last but one is with the members, the last is a draft."""
    meeting, later = meetings[number], meetings[number + 1 :]
    sent_at = meeting.ends_at + SENT_AFTER
    if not later or sent_at > now:
        return
    circulate_minutes(meeting.id, now=sent_at, actor_id=office)
    publish_minutes(meeting.id, now=sent_at)
    if len(later) > 1:
        approve_minutes(meeting.id, in_meeting_id=later[0].id, now=later[0].starts_at, actor_id=office)


def _decide_without_meeting(idea: Idea, facts: Mapping[str, Any], office: int, now: datetime) -> None:
    # The days on which the demo is loaded may leave no meeting after an idea was ready.
    for step, reason in ((IdeaState.IN_SESSION, ""), (IdeaState(facts["state"]), facts["reason"])):
        change_state(idea.id, step, now=min(now, idea.state_since + timedelta(days=7)), actor_id=office, reason=reason)
