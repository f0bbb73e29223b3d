"""When a digest is due: the last moment of a rhythm that has passed, on the clocks of Europe/Berlin.

Nothing is scheduled. A person's cursor says up to when they have been told; if a slot of their rhythm lies
after it, one digest covers the whole gap, however many slots were missed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from app.clock import BERLIN, local
from app.mail.topics import Rhythm

MORNING = time(7, 0)
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(7, 0)
# What is written in one transaction carries the moment at which that began. After so long all of it has been
# committed (statements end after 15 s), so a window that ends before cannot miss a late commit.
SETTLED_AFTER = timedelta(minutes=2)


def last_slot(rhythm: Rhythm, weekday: int, now: datetime, at: time = MORNING) -> datetime | None:
    """The latest moment not after `now` at which this rhythm is due, in UTC; None for one that has no clock.

    `weekday` counts from Monday = 0 and matters to weekly digests only. „At once“ is due at any moment
    outside the quiet hours.
    """
    match rhythm:
        case Rhythm.AT_ONCE:
            return None if is_quiet(now) else now
        case Rhythm.DAILY:
            return _latest(local(now).date(), at, now, back=1)
        case Rhythm.WEEKLY:
            today = local(now).date()
            return _latest(today - timedelta(days=(today.weekday() - weekday) % 7), at, now, back=7)
        case Rhythm.MONTHLY:
            first = local(now).date().replace(day=1)
            slot = _moment(first, at)
            return slot if slot <= now else _moment((first - timedelta(days=1)).replace(day=1), at)
    return None


def is_quiet(now: datetime) -> bool:
    """Whether it is night for people here: nothing optional is written then."""
    clock = local(now).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def _latest(day: date, at: time, now: datetime, back: int) -> datetime:
    slot = _moment(day, at)
    return slot if slot <= now else _moment(day - timedelta(days=back), at)


def _moment(day: date, at: time) -> datetime:
    # Counted on the calendar: seven o'clock stays seven o'clock over a change of clocks.
    return datetime.combine(day, at, BERLIN).astimezone(UTC)
