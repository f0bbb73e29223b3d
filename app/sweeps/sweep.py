"""What a sweep is: a name, a rhythm, and what it does with the items that are due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol


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


class Chunks(Protocol):
    """One run over many items that are settled a batch at a time."""

    def waiting(self) -> int:
        """How many are due."""
        ...

    def take(self, limit: int, except_for: Collection[int]) -> Sequence[Any]:
        """Lock the next items in the transaction at hand, but none of these; empty when none is due any more."""
        ...

    def settle(self, items: Sequence[Any]) -> int:
        """Settle these in the transaction at hand; says for how many there was something to do."""
        ...

    def id_of(self, item: Any) -> int:
        """What `except_for` knows an item by."""
        ...


@dataclass(frozen=True, slots=True)
class ChunkSweep:
    """A sweep whose items are so many that a transaction for each would cost too much: a batch is one.

    A batch that fails is tried again item by item, so that one of them keeps no other waiting. Runs end after
    `seconds`; the next tick goes on where they stopped, because what is settled is no longer due.
    """

    name: str
    every: timedelta
    begin: Callable[[datetime], Chunks]
    batch: int = 500
    seconds: float = 75.0


@dataclass(slots=True)
class SweepReport:
    """What one run found and did."""

    name: str
    found: int = 0
    done: int = 0
    failed: list[str] = field(default_factory=list)


AnySweep = Sweep | BatchSweep | ChunkSweep
