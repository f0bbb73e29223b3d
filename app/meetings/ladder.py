"""The reminder ladder: what is told when before and after a meeting, computed from facts and `now`.

Nothing is scheduled. A rung stores days and a local time; whether it is due follows from the meeting's
own date, so moving or cancelling a meeting needs no code that reschedules anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from app.clock import BERLIN, local


class Audience(StrEnum):
    """Who is meant by a rung; a query turns it into people at the moment of sending."""

    MEMBERS = "members"
    SILENT = "silent"
    COMING = "coming"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: `days` before (negative: after) the meeting's day, at a local time.

    `useful_until_days` is the last day, counted like `days`, on which a late letter still makes sense:
    a worker that was down over the rung sends it late, once, and never after that.
    """

    name: str
    days: int
    at: time
    audience: Audience
    useful_until_days: int

    def due_at(self, starts_at: datetime) -> datetime:
        """The moment in UTC at which this rung is due for a meeting that starts then."""
        return self._moment(starts_at, self.days, self.at)

    def useful_until(self, starts_at: datetime) -> datetime:
        """The moment in UTC after which this rung is dropped; before the meeting, never after its start."""
        end = self._moment(starts_at, self.useful_until_days, time(23, 59, 59))
        return min(end, starts_at) if self.days > 0 else end

    def is_due(self, starts_at: datetime, now: datetime) -> bool:
        """Whether the rung's letters should leave now (or should have left already)."""
        return self.due_at(starts_at) <= now <= self.useful_until(starts_at)

    @staticmethod
    def _moment(starts_at: datetime, days_before: int, at: time) -> datetime:
        # Days are counted on the calendar, not in 24-hour steps: 09:00 stays 09:00 over a change of clocks.
        day = local(starts_at).date() - timedelta(days=days_before)
        return datetime.combine(day, at, BERLIN).astimezone(UTC)


MORNING = time(9, 0)
CALL_FOR_ITEMS = Rung("call_for_items", 21, MORNING, Audience.MEMBERS, useful_until_days=15)
INVITATION = Rung("invitation", 14, MORNING, Audience.MEMBERS, useful_until_days=0)
NOTICE_WARNING = Rung("notice_warning", 21, MORNING, Audience.OFFICE, useful_until_days=0)
REPLY_REMINDER = Rung("reply_reminder", 7, MORNING, Audience.SILENT, useful_until_days=2)
SILENT_LIST = Rung("silent_list", 7, MORNING, Audience.OFFICE, useful_until_days=2)
DAY_BEFORE = Rung("day_before", 1, MORNING, Audience.COMING, useful_until_days=0)
THANKS = Rung("thanks", -1, MORNING, Audience.COMING, useful_until_days=-4)
# What this floor fills; higher floors hang theirs in (app.meetings.queries.steps).
LADDER = (CALL_FOR_ITEMS, NOTICE_WARNING, INVITATION, REPLY_REMINDER, SILENT_LIST, DAY_BEFORE, THANKS)
