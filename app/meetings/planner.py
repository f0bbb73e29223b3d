"""Proposes a year of meetings: a rhythm, hosts in rotation, and what speaks against a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

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


def in_rotation(hosts: Sequence[str], order: Sequence[str]) -> list[str]:
    """The hosts in the order of the body's setting; who is not named there follows in the order given."""
    named = [ags for ags in order if ags in hosts]
    return named + [ags for ags in hosts if ags not in named]


def propose_year(
    year: int,
    rhythm: Rhythm,
    hosts: Sequence[str],
    last_host: str | None,
    against: Iterable[Period],
    standing: Mapping[int, str] = MappingProxyType({}),
) -> list[Proposal]:
    """Up to twelve proposals in order, times in Europe/Berlin; hosts go on after `last_host` in their rotation.

    A day with something against it is proposed all the same and says why: the office decides.
    `standing` names who hosts in a month that has its meeting: it needs no proposal, and the rotation goes on after it.
    A month that one period covers whole is left out, and the rotation waits: the body does not meet then.
    Raises ValueError when there is no host.
    """
    if not hosts:
        raise ValueError("a rotation needs at least one host")
    periods, proposals, host = list(against), list[Proposal](), last_host
    for month in MONTHS:
        if month in standing:
            host = standing[month]
        elif not skipped(year, month, periods):
            host = _next_host(hosts, host)
            proposals.append(_proposal(rhythm.day_in(year, month), rhythm, host, periods))
    return proposals


def _next_host(hosts: Sequence[str], last: str | None) -> str:
    return hosts[(hosts.index(last) + 1) % len(hosts)] if last in hosts else hosts[0]


def skipped(year: int, month: int, periods: Iterable[Period]) -> bool:
    """Whether one period covers the whole month."""
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return any(period.covers(first) and period.covers(last) for period in periods)


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
