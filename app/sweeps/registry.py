"""All sweeps of the house, filled by the factory: each becomes a task, a line of the timetable and a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from flask import Flask

from app.sweeps.sweep import AnySweep

_KEY = "sweeps"


def register(app: Flask, sweeps: Iterable[AnySweep]) -> None:
    """Make these the sweeps that the workers run. Raises ValueError when two share a name."""
    known: dict[str, AnySweep] = {}
    for sweep in sweeps:
        if sweep.name in known:
            raise ValueError(f"two sweeps are called {sweep.name}")
        known[sweep.name] = sweep
    app.extensions[_KEY] = known


def sweeps_of(app: Flask) -> Mapping[str, AnySweep]:
    """Every sweep by its name."""
    return cast("Mapping[str, AnySweep]", app.extensions[_KEY])
