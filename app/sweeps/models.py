"""When each sweep last ran, so that the health page can tell that the clock still ticks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class SweepRun(Model):
    """The latest run of one sweep."""

    __tablename__ = "sweep_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    found: Mapped[int]
    failed: Mapped[int]
