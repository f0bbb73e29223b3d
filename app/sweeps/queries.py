"""Reads about sweeps: when each last ran."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.sweeps.models import SweepRun


def sweep_runs() -> Sequence[SweepRun]:
    """The latest run of every sweep, by name."""
    return db.session.scalars(select(SweepRun).order_by(SweepRun.name)).all()


def last_sweep_at() -> datetime | None:
    """When any sweep last came to its end; None when none ever did."""
    return db.session.scalar(select(func.max(SweepRun.ended_at)))
