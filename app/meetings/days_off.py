"""What speaks against meeting on a day: public holidays in Saxony and school holidays from the content folder."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from app.meetings.planner import Period
from app.region.calendar import public_holidays

SCHOOL_HOLIDAYS = Path(__file__).parents[2] / "content" / "calendar" / "school-holidays.json"


def days_off(year: int) -> list[Period]:
    """Public and school holidays that touch a year, named in German as the calendar on the wall names them."""
    public = [Period(name, day, day) for day, name in sorted(public_holidays(year).items())]
    return public + [period for period in _school_holidays() if year in (period.first.year, period.last.year)]


@cache
def _school_holidays() -> tuple[Period, ...]:
    file = json.loads(SCHOOL_HOLIDAYS.read_text(encoding="utf-8"))
    return tuple(
        Period(entry["name"], date.fromisoformat(entry["from"]), date.fromisoformat(entry["to"]))
        for entry in file["holidays"]
    )
