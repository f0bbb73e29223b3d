"""Until when items come in time: days of the calendar before the meeting, counted on Berlin's clocks."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.clock import end_of_day, local
from app.region.rules import BodyRules


def items_until(starts_at: datetime, rules: BodyRules) -> datetime:
    """The last moment, in UTC, at which an item is not late: the end of the day `late_item_days` before."""
    return end_of_day(local(starts_at).date() - timedelta(days=rules.late_item_days))


def is_late(starts_at: datetime, now: datetime, rules: BodyRules) -> bool:
    """Whether an item that is put on the agenda now is a late one (Nachtrag)."""
    return now > items_until(starts_at, rules)
