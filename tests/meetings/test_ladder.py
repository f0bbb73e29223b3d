"""When a rung is due, over changes of clocks and for workers that come late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.clock import BERLIN, local
from app.meetings.ladder import LADDER, Rung

RUNGS = {rung.name: rung for rung in LADDER}
DECEMBER = datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN)


@pytest.mark.parametrize("rung", LADDER, ids=lambda rung: rung.name)
@pytest.mark.parametrize("day", [datetime(2026, 10, 26, 10, tzinfo=BERLIN), datetime(2027, 3, 29, 10, tzinfo=BERLIN)])
def test_nine_in_the_morning_survives_the_change_of_clocks(rung: Rung, day: datetime) -> None:
    assert local(rung.due_at(day)).strftime("%H:%M") == "09:00"
    assert (day.date() - local(rung.due_at(day)).date()).days == rung.days


def test_the_day_before_is_the_day_before() -> None:
    assert RUNGS["day_before"].due_at(DECEMBER) == datetime(2026, 12, 13, 8, 0, tzinfo=UTC)


def test_a_worker_down_for_three_days_sends_late_but_not_too_late() -> None:
    reminder = RUNGS["reply_reminder"]
    due = reminder.due_at(DECEMBER)
    assert not reminder.is_due(DECEMBER, due - timedelta(seconds=1))
    assert reminder.is_due(DECEMBER, due + timedelta(days=3))
    assert not reminder.is_due(DECEMBER, due + timedelta(days=6))


def test_nothing_that_leads_up_to_a_meeting_is_sent_once_it_has_begun() -> None:
    after = DECEMBER + timedelta(seconds=1)
    assert [rung.name for rung in LADDER if rung.days > 0 and rung.is_due(DECEMBER, after)] == []


def test_moving_a_meeting_moves_its_rungs() -> None:
    now = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
    assert RUNGS["reply_reminder"].is_due(DECEMBER, now)
    assert not RUNGS["reply_reminder"].is_due(DECEMBER + timedelta(days=7), now)
