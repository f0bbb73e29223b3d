"""Pairs of measurements in turn (A B A B …), so that a busy moment of the machine hits both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.client import Run, closed_loop


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours against a floor: the median of the pairs' ratios, and their range."""

    ours: float
    floor: float
    ratios: tuple[float, ...]

    @property
    def median(self) -> float:
        """The ratio to report."""
        return statistics.median(self.ratios)

    @property
    def spread(self) -> str:
        """From the lowest to the highest pair."""
        return f"{min(self.ratios):.2f}–{max(self.ratios):.2f}"


def in_turn(ours: Callable[[], float], floor: Callable[[], float], pairs: int) -> Ratio:
    """Measure both `pairs` times in turn; each call returns one figure."""
    figures = [(ours(), floor()) for _ in range(pairs)]
    return Ratio(
        statistics.median(a for a, _ in figures),
        statistics.median(b for _, b in figures),
        tuple(a / b for a, b in figures),
    )


def pages(port: int, paths: Sequence[str], seconds: float) -> Callable[[], float]:
    """A figure for in_turn: requests a second for these pages."""
    return lambda: closed_loop(port, paths, seconds).rate


def latency(port: int, paths: Sequence[str], seconds: float) -> Run:
    """One request after the other on one connection, as one reader feels it."""
    return closed_loop(port, paths, seconds, connections=1)


def median_time(calls: Sequence[Callable[[], object]]) -> float:
    """The median of what these calls take, in milliseconds."""
    times = []
    for call in calls:
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
