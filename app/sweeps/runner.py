"""Runs a sweep: one transaction per item, and a failing item never stops the others."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from app.clock import now as clock_now
from app.db import db, transaction
from app.sweeps.models import SweepRun
from app.sweeps.sweep import AnySweep, BatchSweep, ChunkSweep, Sweep, SweepReport


def run(sweep: AnySweep, now: datetime, dry_run: bool = False) -> SweepReport:
    """Settle what is due at `now`; with dry_run only say how much that would be."""
    started_at = clock_now()
    report = SweepReport(sweep.name)
    match sweep:
        case BatchSweep():
            _run_batch(sweep, now, dry_run, report)
        case ChunkSweep():
            _run_chunks(sweep, now, dry_run, report)
        case Sweep():
            _run_items(sweep, now, dry_run, report)
    if not dry_run:
        with transaction():
            _note(report, started_at)
    return report


def _run_batch(sweep: BatchSweep, now: datetime, dry_run: bool, report: SweepReport) -> None:
    if dry_run:
        report.found = sweep.waiting(now)
        db.session.rollback()
    else:
        sweep.settle(now, report)


def _run_chunks(sweep: ChunkSweep, now: datetime, dry_run: bool, report: SweepReport) -> None:
    chunks = sweep.begin(now)
    if dry_run:
        report.found = chunks.waiting()
    db.session.rollback()
    ends_at, failing = time.monotonic() + sweep.seconds, set[int]()
    limit = sweep.batch
    while not dry_run and time.monotonic() < ends_at:
        items: Sequence[Any] = ()
        try:
            with transaction():
                items = chunks.take(limit, failing)
                done = chunks.settle(items) if items else 0
        except Exception as fault:
            current_app.logger.exception("sweep=%s: a batch of %s failed", sweep.name, len(items) or limit)
            if limit == 1 and not items:
                raise
            if limit == 1:
                failing.add(chunks.id_of(items[0]))
                report.failed.append(f"{chunks.id_of(items[0])}: {type(fault).__name__}")
            limit = 1
            continue
        if not items:
            return
        report.found, report.done = report.found + len(items), report.done + done


def _run_items(sweep: Sweep, now: datetime, dry_run: bool, report: SweepReport) -> None:
    items = list(sweep.due(now))
    db.session.rollback()
    report.found = len(items)
    for item in () if dry_run else items:
        try:
            with transaction():
                sweep.handle(item, now)
            report.done += 1
        except Exception as fault:
            report.failed.append(f"{item}: {type(fault).__name__}")
            current_app.logger.exception("sweep=%s item=%s failed", sweep.name, item)


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
