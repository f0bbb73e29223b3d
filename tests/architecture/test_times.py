"""Law 12: UTC in the database, Europe/Berlin for people, and `now` comes in from the edges."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import DateTime

from app.clock import end_of_day, local, start_of_day
from app.db import db
from app.factory import create_app

ROOT = Path(__file__).parents[2]
CLOCK = "app/clock.py"
FORBIDDEN = {"utcnow", "today", "utcfromtimestamp"}
# What asks the clock stands at an edge; everything below is told the time.
TOLD = ("services", "queries", "mails", "models", "states", "policies")


def readings_of_the_clock(source: str) -> list[int]:
    """The lines that ask the system for the time past app.clock, or make a time without a zone."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = getattr(node.func.value, "id", "")
        naive_now = node.func.attr == "now" and owner == "datetime"
        if naive_now or (node.func.attr in FORBIDDEN and owner in ("datetime", "date")):
            found.append(node.lineno)
    return found


def imports_of_now(source: str) -> list[int]:
    """The lines that import the current moment itself."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        and node.module == "app.clock"
        and any(alias.name == "now" for alias in node.names)
    ]


def modules() -> list[Path]:
    return sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "workers").rglob("*.py")])


def test_only_the_clock_reads_the_clock() -> None:
    offenders = [
        f"{name}:{line}"
        for path in modules()
        if (name := path.relative_to(ROOT).as_posix()) != CLOCK
        for line in readings_of_the_clock(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_rooms_below_the_edges_are_told_the_time() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        if {path.stem, *path.parts} & set(TOLD)
        for line in imports_of_now(path.read_text(encoding="utf-8"))
    ]
    assert offenders == [], "services and queries take `now` as an argument"


@pytest.mark.parametrize("planted", ["datetime.now()", "datetime.now(UTC)", "datetime.utcnow()", "date.today()"])
def test_a_planted_reading_is_found(planted: str) -> None:
    assert readings_of_the_clock(planted) == [1]


def test_every_column_of_time_has_a_zone() -> None:
    create_app(environ={"KONVENT_MODE": "testing"})
    naive = [
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, DateTime) and not column.type.timezone
    ]
    assert naive == []


@pytest.mark.parametrize(
    ("day", "last_second"),
    [
        (date(2026, 8, 31), datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 27), datetime(2027, 3, 27, 22, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_deadline_ends_with_the_last_second_of_its_day(day: date, last_second: datetime) -> None:
    assert end_of_day(day) == last_second
    assert local(end_of_day(day)).strftime("%Y-%m-%d %H:%M:%S") == f"{day} 23:59:59"


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2026, 12, 1), 24)])
def test_a_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    assert start_of_day(day + timedelta(days=1)) - start_of_day(day) == timedelta(hours=hours)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local(datetime(2026, 1, 1))  # noqa: DTZ001  the point of the test
