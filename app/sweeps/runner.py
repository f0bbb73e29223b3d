"""Runs a sweep: one transaction per item, and a failing item never stops the others."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from app.clock import now as clock_now
from app.db import db, transaction
from app.sweeps.models import SweepRun
from app.sweeps.sweep import Sweep, SweepReport


def run(sweep: Sweep, now: datetime, dry_run: bool = False) -> SweepReport:
    """Settle what is due at `now`; with dry_run only say what would be."""
    started_at = clock_now()
    items = list(sweep.due(now))
    db.session.rollback()
    report = SweepReport(sweep.name, found=len(items))
    if dry_run:
        return report
    for item in items:
        try:
            with transaction():
                sweep.handle(item, now)
            report.done += 1
        except Exception as fault:
            report.failed.append(f"{item}: {type(fault).__name__}")
            current_app.logger.exception("sweep=%s item=%s failed", sweep.name, item)
    with transaction():
        _note(report, started_at)
    return report


def _note(report: SweepReport, started_at: datetime) -> None:
    facts = {
        "started_at": started_at,
        "ended_at": clock_now(),
        "found": report.found,
        "failed": len(report.failed),
    }
    db.session.execute(
        insert(SweepRun).values(name=report.name, **facts).on_conflict_do_update(index_elements=["name"], set_=facts)
    )
