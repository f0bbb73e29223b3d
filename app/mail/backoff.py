"""How long a letter waits before the next try, with jitter so that a thousand of them do not come at once."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
FIRST_AFTER_TROUBLE = timedelta(seconds=2)
LONGEST_AFTER_TROUBLE = timedelta(minutes=2)


def after_deferral(attempts: int) -> timedelta:
    """The wait after the server said „not now“ for the nth time: 1 minute to 6 hours."""
    return _jittered(FIRST, LONGEST, attempts)


def after_trouble(interruptions: int) -> timedelta:
    """The wait after the nth broken session: short, since the letter is not to blame."""
    return _jittered(FIRST_AFTER_TROUBLE, LONGEST_AFTER_TROUBLE, interruptions)


def _jittered(first: timedelta, longest: timedelta, times: int) -> timedelta:
    full: timedelta = min(first * 2 ** min(times, 20), longest)
    return full * random.uniform(0.75, 1.25)  # noqa: S311  nothing secret in it
