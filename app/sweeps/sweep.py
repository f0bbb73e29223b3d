"""What a sweep is: a name, a rhythm, and what it does with the items that are due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Sweep:
    """`due(now)` lists a bounded number of ids; `handle(id, now)` settles one in its own transaction.

    Two sweeps may run at the same moment (two clocks, an operator): `handle` locks its thing and looks again.
    """

    name: str
    every: timedelta
    due: Callable[[datetime], Sequence[Any]]
    handle: Callable[[Any, datetime], None]


@dataclass(frozen=True, slots=True)
class BatchSweep:
    """A sweep that settles many items in transactions of its own: `waiting(now)` counts, `settle(now, report)` acts."""

    name: str
    every: timedelta
    waiting: Callable[[datetime], int]
    settle: Callable[[datetime, SweepReport], None]


@dataclass(slots=True)
class SweepReport:
    """What one run found and did."""

    name: str
    found: int = 0
    done: int = 0
    failed: list[str] = field(default_factory=list)


AnySweep = Sweep | BatchSweep
