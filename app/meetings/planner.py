"""Proposes a year of meetings: a rhythm, hosts in rotation, and what speaks against a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.clock import BERLIN

MONTHS = range(1, 13)
DAYS_IN_WEEK = 7
LAST = -1


@dataclass(frozen=True, slots=True)
class Rhythm:
    """„Jeder dritte Montag, 10:00“: the nth weekday (Monday is 0) of each month; -1 is the last one."""

    nth: int
    weekday: int
    at: time
    lasts: timedelta = timedelta(hours=3)

    def day_in(self, year: int, month: int) -> date:
        """The rhythm's day in a month."""
        if self.nth == LAST:
            following = date(year + month // 12, month % 12 + 1, 1)
            return following - timedelta(days=(following.weekday() - self.weekday - 1) % DAYS_IN_WEEK + 1)
        first = date(year, month, 1)
        return first + timedelta(days=(self.weekday - first.weekday()) % DAYS_IN_WEEK + (self.nth - 1) * DAYS_IN_WEEK)


@dataclass(frozen=True, slots=True)
class Period:
    """Days that speak against a meeting, both ends included: a holiday, school holidays, a pause of the body."""

    name: str
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Proposal:
    """A meeting that the office may take over, shift or leave out.

    `against` names what speaks against the day, `instead` the nearest days with nothing against them.
    """

    starts_at: datetime
    ends_at: datetime
    host: str
    against: tuple[str, ...] = ()
    instead: tuple[date, ...] = ()


def propose_year(
    year: int, rhythm: Rhythm, hosts: Sequence[str], last_host: str | None, against: Iterable[Period]
) -> list[Proposal]:
    """Twelve proposals in order, times in Europe/Berlin; hosts go on after `last_host` in their rotation.

    A day with something against it is proposed all the same and says why: the office decides.
    Raises ValueError when there is no host.
    """
    if not hosts:
        raise ValueError("a rotation needs at least one host")
    first = (hosts.index(last_host) + 1) if last_host in hosts else 0
    periods = list(against)
    return [
        _proposal(rhythm.day_in(year, month), rhythm, hosts[(first + turn) % len(hosts)], periods)
        for turn, month in enumerate(MONTHS)
    ]


def other_days(day: date, against: Sequence[Period], limit: int = 3) -> list[date]:
    """The nearest days of the same weekday, before or after, with nothing against them."""
    weeks = (sign * week for week in range(1, 5) for sign in (1, -1))
    near = (day + timedelta(weeks=week) for week in weeks)
    return [other for other in near if not any(period.covers(other) for period in against)][:limit]


def _proposal(day: date, rhythm: Rhythm, host: str, periods: list[Period]) -> Proposal:
    starts_at = datetime.combine(day, rhythm.at, BERLIN)
    reasons = tuple(period.name for period in periods if period.covers(day))
    instead = tuple(other_days(day, periods)) if reasons else ()
    return Proposal(starts_at, starts_at + rhythm.lasts, host, reasons, instead)
