"""When digests are due: local mornings, both changes of clocks, the weekday that was chosen and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.clock import BERLIN, local
from app.digests.slots import is_quiet, last_slot
from app.mail.topics import Rhythm


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("rhythm", "weekday", "now", "due"),
    [
        (Rhythm.DAILY, 0, berlin(2026, 10, 25, 6, 59), berlin(2026, 10, 24, 7)),
        (Rhythm.DAILY, 0, berlin(2026, 10, 25, 7, 0), berlin(2026, 10, 25, 7)),
        (Rhythm.DAILY, 0, berlin(2027, 3, 28, 7, 0), berlin(2027, 3, 28, 7)),
        (Rhythm.WEEKLY, 0, berlin(2026, 11, 11, 12, 0), berlin(2026, 11, 9, 7)),
        (Rhythm.WEEKLY, 2, berlin(2026, 11, 11, 6, 0), berlin(2026, 11, 4, 7)),
        (Rhythm.WEEKLY, 6, berlin(2026, 10, 25, 7, 0), berlin(2026, 10, 25, 7)),
        (Rhythm.MONTHLY, 0, berlin(2026, 11, 1, 6, 0), berlin(2026, 10, 1, 7)),
        (Rhythm.MONTHLY, 0, berlin(2027, 1, 1, 7, 0), berlin(2027, 1, 1, 7)),
    ],
)
def test_the_last_slot_lies_on_a_local_morning(rhythm: Rhythm, weekday: int, now: datetime, due: datetime) -> None:
    assert last_slot(rhythm, weekday, now) == due
    assert local(due).hour == 7


def test_a_year_of_weekly_slots_falls_on_the_weekday_and_on_nothing_else() -> None:
    for weekday in range(7):
        slots = {last_slot(Rhythm.WEEKLY, weekday, berlin(2026, 6, 1) + timedelta(hours=h)) for h in range(24 * 365)}
        assert {local(slot).weekday() for slot in slots if slot} == {weekday}
        assert len(slots) in (53, 54)


def test_at_once_waits_for_the_morning() -> None:
    night, day = berlin(2026, 11, 11, 23, 0), berlin(2026, 11, 11, 7, 0)
    assert is_quiet(night)
    assert last_slot(Rhythm.AT_ONCE, 0, night) is None
    assert last_slot(Rhythm.AT_ONCE, 0, day) == day


def test_what_has_no_clock_is_never_due() -> None:
    assert last_slot(Rhythm.OFF, 0, berlin(2026, 11, 11)) is None
    assert last_slot(Rhythm.AFTER_MEETING, 0, berlin(2026, 11, 11)) is None
