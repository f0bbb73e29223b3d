"""What a sweep is: a name, a rhythm, a query for the items due, and a verb for one item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Sweep:
    """`due(now)` lists a bounded number of ids; `handle(id, now)` settles one in its own transaction."""

    name: str
    every: timedelta
    due: Callable[[datetime], Sequence[int]]
    handle: Callable[[int, datetime], None]


@dataclass(slots=True)
class SweepReport:
    """What one run found and did."""

    name: str
    found: int = 0
    done: int = 0
    failed: list[str] = field(default_factory=list)
