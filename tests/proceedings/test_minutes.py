"""Minutes that are late are asked for once; those that went out reach every member once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.meetings.models import MeetingReply
from app.meetings.services import cancel_meeting
from app.meetings.states import Answer
from app.proceedings.models import Attendance
from app.proceedings.services.cycle import ForbiddenStep, approve_minutes, circulate_minutes, take_back_minutes
from app.proceedings.services.minding import ask_for_minutes, missing_minutes
from app.proceedings.services.refusals import NotYet
from app.proceedings.services.running import open_meeting
from tests.proceedings.table import end, set_table


def told(session: Session, kind: str) -> list[str]:
    return list(session.scalars(select(StoredLetter.recipient).where(StoredLetter.kind == kind)))


def sweep(now: datetime) -> None:
    for meeting in missing_minutes(now):
        ask_for_minutes(meeting, now)


def test_the_office_is_asked_for_missing_minutes_once(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    end(table, now)
    sweep(now + timedelta(days=9))
    assert told(db_session, "minutes_missing") == []
    sweep(now + timedelta(days=10))
    sweep(now + timedelta(days=11))
    assert told(db_session, "minutes_missing") == [table.office.email]


def test_nobody_is_asked_for_minutes_that_went_out_or_of_a_cancelled_meeting(
    db_session: Session, now: datetime
) -> None:
    table = set_table(now)
    end(table, now)
    circulate_minutes(table.meeting.id, now=now, actor_id=None)
    other = set_table(now, started=False)
    cancel_meeting(other.meeting.id, reason="Sturm", now=now, actor_id=None)
    sweep(now + timedelta(days=10))
    assert told(db_session, "minutes_missing") == []


def test_minutes_go_to_every_holder_once_a_version(db_session: Session, now: datetime) -> None:
    table = set_table(now)
    with pytest.raises(ForbiddenStep):
        circulate_minutes(table.meeting.id, now=now, actor_id=None)
    end(table, now)
    minutes = circulate_minutes(table.meeting.id, now=now, actor_id=None)
    assert sorted(told(db_session, "minutes_circulated")) == sorted(person.email for person in table.people)
    assert minutes.due_at is not None
    take_back_minutes(table.meeting.id, reason="Zahlendreher", now=now, actor_id=None)
    with pytest.raises(ForbiddenStep):
        approve_minutes(table.meeting.id, in_meeting_id=None, now=now, actor_id=None)
    circulate_minutes(table.meeting.id, now=now, actor_id=None)
    assert len(told(db_session, "minutes_circulated")) == 2 * len(table.people)


def test_the_roll_begins_with_what_members_replied(db_session: Session, now: datetime) -> None:
    table = set_table(now, started=False)
    answers = ((Answer.VIDEO, ""), (Answer.DEPUTY, "Kim Vertretung"), (Answer.NOT_COMING, ""))
    for seat, (answer, deputy) in zip(table.seats, answers, strict=False):
        db_session.add(
            MeetingReply(
                meeting_id=table.meeting.id,
                seat_id=seat.id,
                revision=table.meeting.revision,
                guest="member:1",
                answer=answer,
                deputy_name=deputy,
                deputy_address="kim@post.example" if deputy else "",
                source="office",
                answered_at=now,
            )
        )
    db_session.flush()
    open_meeting(table.meeting.id, now=now)
    rows = {row.seat_id: row for row in db_session.scalars(select(Attendance))}
    assert [rows[seat.id].presence for seat in table.seats[:4]] == ["video", "represented", "excused", "absent"]
    assert rows[table.seats[1].id].represented_by == "Kim Vertretung"
    assert table.idea.state == IdeaState.SCHEDULED


def test_a_meeting_does_not_open_the_day_before(db_session: Session, now: datetime) -> None:
    table = set_table(now, started=False)
    with pytest.raises(NotYet):
        open_meeting(table.meeting.id, now=now - timedelta(days=1))
