"""What time it is: UTC inside the house, Europe/Berlin for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The current moment in UTC. Only edges call this; everything below takes `now` as argument."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the clocks of Europe/Berlin. Raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is not a moment")
    return moment.astimezone(BERLIN)


def end_of_day(day: date) -> datetime:
    """The last second of a day in Europe/Berlin, in UTC: „bis 31.08.“ ends at 23:59:59 local."""
    return datetime.combine(day, time(23, 59, 59), BERLIN).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """Midnight at the start of a day in Europe/Berlin, in UTC."""
    return datetime.combine(day, time(0), BERLIN).astimezone(UTC)
