"""The ladder over real sweeps: moved, called off, answered, lost seats, workers that were down, changes of clocks."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.mail.models import StoredLetter
from app.meetings import services
from app.meetings.models import MeetingGuest
from app.meetings.queries.ladder import letters_owed
from app.meetings.services import reminding
from app.meetings.services.replying import Given
from app.meetings.states import Answer
from app.meetings.sweeps import REMINDERS
from app.members.models import Membership, Role
from app.sweeps import run
from tests.factories import make_person
from tests.meetings.people import TEN, answer, at, move, plan, seat_with, sweep, take_seat

pytestmark = pytest.mark.usefixtures("two_members")
BOTH = {"ada", "kim"}


@pytest.fixture
def two_members(committed: Session) -> None:
    """Ada and Kim hold seats; a third seat's holder has no address."""
    seat_with(1, "ada@haus.example")
    seat_with(2, "kim@haus.example")
    seat_with(3, None)
    committed.commit()


def test_a_meeting_that_nothing_happens_to() -> None:
    meeting = plan()
    assert sweep("2026-11-23 08:59") == {}
    assert sweep("2026-11-23 09:00") == {(who, "call_for_items"): 1 for who in BOTH}
    assert sweep("2026-11-30 09:00") == {(who, "invitation"): 1 for who in BOTH}
    answer(meeting, 1, Answer.COMING, "2026-12-01 10:00")
    assert sweep("2026-12-07 09:00") == {("kim", "reply_reminder"): 1}
    assert sweep("2026-12-13 08:59") == {}
    assert sweep("2026-12-13 09:00") == {("ada", "day_before"): 1}
    assert sweep("2026-12-15 09:00") == {}


def test_moved_before_the_invitation_nothing_false_is_sent() -> None:
    meeting = plan()
    move(meeting, TEN + timedelta(days=7), "2026-11-20 10:00")
    assert sweep("2026-11-30 09:00") == {(who, "call_for_items"): 1 for who in BOTH}
    assert sweep("2026-12-07 09:00") == {(who, "invitation"): 1 for who in BOTH}


def test_moved_after_the_invitation_everybody_is_told_and_asked_anew() -> None:
    meeting = plan()
    sweep("2026-11-30 09:00")
    answer(meeting, 1, Answer.COMING, "2026-12-01 10:00")
    move(meeting, TEN + timedelta(days=7), "2026-12-02 10:00")
    assert sweep("2026-12-02 10:01") == {(who, "update"): 1 for who in BOTH}
    assert sweep("2026-12-07 09:00") == {}
    assert sweep("2026-12-13 09:00") == {}
    assert sweep("2026-12-14 09:00") == {(who, "reply_reminder"): 1 for who in BOTH}


def test_moved_forwards_nobody_is_reminded_in_the_same_breath() -> None:
    meeting = plan()
    sweep("2026-11-30 09:00")
    move(meeting, TEN - timedelta(days=7), "2026-12-02 10:00")
    assert sweep("2026-12-02 10:01") == {(who, "update"): 1 for who in BOTH}
    assert sweep("2026-12-04 10:01") == {(who, "reply_reminder"): 1 for who in BOTH}
    assert sweep("2026-12-06 09:00") == {}


def test_away_and_back_before_anybody_heard_of_it() -> None:
    meeting = plan()
    sweep("2026-11-23 09:00")
    move(meeting, TEN + timedelta(days=2), "2026-11-24 10:00")
    move(meeting, TEN, "2026-11-24 10:05")
    assert sweep("2026-11-24 11:00") == {}
    assert sweep("2026-11-30 09:00") == {(who, "invitation"): 1 for who in BOTH}
    move(meeting, TEN + timedelta(days=2), "2026-12-01 10:00")
    move(meeting, TEN, "2026-12-01 10:05")
    assert sweep("2026-12-01 11:00") == {(who, "update"): 1 for who in BOTH}
    assert sweep("2026-12-07 09:00") == {(who, "reply_reminder"): 1 for who in BOTH}


def test_called_off_and_reinstated() -> None:
    meeting = plan()
    sweep("2026-11-30 09:00")
    with transaction():
        services.cancel_meeting(meeting.id, reason="Sturm", now=at("2026-12-06 10:00"), actor_id=None)
    assert sweep("2026-12-07 09:00") == {(who, "cancelled"): 1 for who in BOTH}
    with transaction():
        services.reinstate_meeting(meeting.id, reason="Doch", now=at("2026-12-08 10:00"), actor_id=None)
    assert sweep("2026-12-08 10:01") == {(who, "update"): 1 for who in BOTH}
    assert sweep("2026-12-10 10:02") == {(who, "reply_reminder"): 1 for who in BOTH}


def test_called_off_before_the_invitation_nobody_hears_of_it() -> None:
    meeting = plan()
    with transaction():
        services.cancel_meeting(meeting.id, reason="Sturm", now=at("2026-11-20 10:00"), actor_id=None)
    assert sweep("2026-11-30 09:00") == {}


def test_a_lost_seat_ends_mail_and_the_successor_is_invited() -> None:
    meeting = plan()
    sweep("2026-11-30 09:00")
    ada = take_over(1, "eva@haus.example", date(2026, 12, 5))
    move(meeting, TEN, "2026-12-05 12:00", place="Rathaus")
    assert sweep("2026-12-05 12:01") == {("eva", "invitation"): 1, ("kim", "update"): 1}
    assert ada.valid_to == date(2026, 12, 5)
    assert "ada" not in {who for who, _ in sweep("2026-12-13 09:00")}


def take_over(number: int, email: str, day: date) -> Membership:
    """Let somebody else take a seat from a day on; returns who held it."""
    from_before = db.session.scalars(select(Membership).where(Membership.name == f"Mitglied {number}")).one()
    from_before.valid_to = day
    db.session.flush()
    take_seat(from_before.seat_id, "Nachfolge", email, day)
    return from_before


def test_answering_a_minute_before_ends_the_reminder_even_when_it_waits() -> None:
    meeting = plan()
    sweep("2026-11-30 09:00")
    run(REMINDERS, at("2026-12-07 09:00"))
    answer(meeting, 1, Answer.NOT_COMING, "2026-12-07 09:00")
    assert sweep("2026-12-07 09:01") == {("kim", "reply_reminder"): 1}
    assert sweep("2026-12-13 09:00") == {}


def test_a_worker_down_over_a_rung_sends_it_late_and_once() -> None:
    meeting = plan()
    assert sweep("2026-12-03 11:00") == {(who, "invitation"): 1 for who in BOTH}
    answer(meeting, 1, Answer.VIDEO, "2026-12-04 10:00")
    assert sweep("2026-12-10 09:00") == {("kim", "reply_reminder"): 1}
    assert sweep("2026-12-11 09:00") == {}
    assert sweep("2026-12-14 10:30") == {}


@pytest.mark.parametrize("day", ["2026-10-26", "2027-03-29"])
def test_nine_in_the_morning_over_both_changes_of_clocks(day: str) -> None:
    meeting = plan(at(f"{day} 10:00"), planned="2026-09-01 12:00")
    eve = (meeting.starts_at - timedelta(days=1)).date()
    sweep(f"{eve - timedelta(days=13)} 09:00")
    answer(meeting, 1, Answer.COMING, f"{eve - timedelta(days=5)} 10:00")
    sweep(f"{eve - timedelta(days=4)} 10:00")
    assert sweep(f"{eve} 08:59") == {}
    assert sweep(f"{eve} 09:00") == {("ada", "day_before"): 1}


def test_skipped_and_sent_now() -> None:
    meeting = plan()
    with transaction():
        reminding.skip_rung(meeting.id, "call_for_items", now=at("2026-11-20 10:00"), actor_id=None)
        reminding.send_rung_now(meeting.id, "invitation", now=at("2026-11-20 10:00"), actor_id=None)
    assert sweep("2026-11-20 10:01") == {(who, "invitation"): 1 for who in BOTH}
    assert sweep("2026-11-23 09:00") == {}
    assert sweep("2026-11-30 09:00") == {}


def test_another_time_is_kept_even_past_the_usual_end() -> None:
    meeting = plan()
    with transaction():
        later = (10, time(17, 30))
        reminding.reschedule_rung(meeting.id, "call_for_items", *later, now=at("2026-11-20 10:00"), actor_id=None)
        reminding.skip_rung(meeting.id, "invitation", now=at("2026-11-20 10:00"), actor_id=None)
    assert sweep("2026-11-23 09:00") == {}
    assert sweep("2026-12-04 17:29") == {}
    assert sweep("2026-12-04 17:30") == {(who, "call_for_items"): 1 for who in BOTH}


def test_a_deputy_for_one_meeting_is_invited_reminded_and_released() -> None:
    meeting = plan()
    sweep("2026-11-30 09:00")
    given = Given(Answer.DEPUTY, "", "Uwe Beispiel", "uwe@amt.example")
    answer(meeting, 1, given, "2026-12-01 10:00")
    assert sweep("2026-12-01 10:01") == {("uwe", "deputy"): 1}
    answer(meeting, 1, given, "2026-12-02 10:00")
    assert sweep("2026-12-02 10:01") == {}
    assert ("uwe", "day_before") in sweep("2026-12-13 09:00")
    answer(meeting, 1, Answer.COMING, "2026-12-13 12:00")
    assert sweep("2026-12-13 12:01") == {("uwe", "released"): 1, ("ada", "day_before"): 1}


def test_the_office_hears_of_short_notice_and_of_the_silent() -> None:
    make_person(Role.OFFICE, email="buero@haus.example")
    db.session.commit()
    meeting = plan()
    sweep("2026-11-30 09:00")
    move(meeting, TEN - timedelta(days=4), "2026-12-01 10:00")
    assert ("buero", "notice_warning") in sweep("2026-12-01 10:01")
    assert ("buero", "silent_list") in sweep("2026-12-03 09:00")


def test_finding_what_is_owed_takes_as_many_queries_for_thirty_meetings_as_for_one() -> None:
    def queries() -> int:
        counted: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
        db.session.expunge_all()
        letters_owed(at("2026-11-30 09:00"))
        return len(counted)

    plan()
    one = queries()
    for _ in range(29):
        plan()
    assert queries() == one


def test_a_letter_told_is_noted_in_the_same_transaction(committed: Session) -> None:
    plan()
    run(REMINDERS, at("2026-11-30 09:00"))
    letters = select(func.count()).select_from(StoredLetter).where(StoredLetter.kind == "meeting_invitation")
    assert committed.scalar(letters) == committed.scalar(select(func.count()).select_from(MeetingGuest)) == 2
