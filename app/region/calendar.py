"""Working days in Saxony: Monday to Friday without public holidays (SächsSFG § 1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

from holidays import country_holidays

from app.clock import end_of_day, local

SATURDAY = 5


@cache
def public_holidays(year: int) -> Mapping[date, str]:
    """The public holidays of a year in Saxony by their day, named in German."""
    return MappingProxyType(dict(country_holidays("DE", subdiv="SN", years=year, language="de")))


def is_working_day(day: date) -> bool:
    """Whether offices in Saxony work on this day (Buß- und Bettag is a holiday here)."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The day that lies `count` working days after `day`; count must not be negative."""
    if count < 0:
        raise ValueError("working days are counted forwards")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def due_in_working_days(moment: datetime, count: int) -> datetime:
    """The end (23:59:59 Europe/Berlin, in UTC) of the day `count` working days after `moment`."""
    return end_of_day(working_days_after(local(moment).date(), count))
