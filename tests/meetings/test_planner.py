"""A year proposed from a rhythm."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import BERLIN
from app.meetings.planner import LAST, Period, Rhythm, propose_year

HOSTS = ["14511", "14521", "14522", "14523", "14524"]
THIRD_MONDAY = Rhythm(3, 0, time(10))
WINTER = Period("Winterferien", date(2027, 2, 8), date(2027, 2, 19))


def test_every_third_monday_of_a_year() -> None:
    days = [p.starts_at.date() for p in propose_year(2027, THIRD_MONDAY, HOSTS, None, [])]
    assert days[:4] == [date(2027, 1, 18), date(2027, 2, 15), date(2027, 3, 15), date(2027, 4, 19)]
    assert len(days) == 12


def test_hosts_go_on_where_the_rotation_stood() -> None:
    hosts = [p.host for p in propose_year(2027, THIRD_MONDAY, HOSTS, "14523", [])]
    assert hosts[:6] == ["14524", "14511", "14521", "14522", "14523", "14524"]


def test_a_day_in_the_holidays_says_so_and_offers_others() -> None:
    february = propose_year(2027, THIRD_MONDAY, HOSTS, None, [WINTER])[1]
    assert february.against == ("Winterferien",)
    assert february.instead == (date(2027, 2, 22), date(2027, 3, 1), date(2027, 2, 1))


def test_ten_in_the_morning_is_ten_in_summer_and_in_winter() -> None:
    proposals = propose_year(2027, THIRD_MONDAY, HOSTS, None, [])
    assert {p.starts_at for p in proposals if p.starts_at.month == 7} == {datetime(2027, 7, 19, 10, tzinfo=BERLIN)}
    assert {p.starts_at.strftime("%H:%M") for p in proposals} == {"10:00"}


def test_a_rotation_without_hosts_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one host"):
        propose_year(2027, THIRD_MONDAY, [], None, [])


@given(st.integers(2020, 2060), st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, LAST]))
def test_the_nth_weekday_is_what_a_calendar_on_the_wall_says(year: int, month: int, weekday: int, nth: int) -> None:
    on_the_wall = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    expected = on_the_wall[nth if nth == LAST else nth - 1]
    assert Rhythm(nth, weekday, time(10)).day_in(year, month) == date(year, month, expected)
