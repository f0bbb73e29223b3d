"""Every sweep as a task of its own name: the hands do what the rooms have written down."""

from __future__ import annotations

from typing import Any

from celery.signals import worker_process_init, worker_ready

from app import sweeps
from app.clock import now
from app.db import hang_up
from app.doorbell import LETTERS
from app.sweeps.registry import sweeps_of
from workers.app import celery, flask_app


def _make_task(sweep: sweeps.AnySweep) -> None:
    @celery.task(name=sweep.name)
    def run_sweep() -> None:
        sweeps.run(sweep, now())


for _sweep in sweeps_of(flask_app).values():
    _make_task(_sweep)


@worker_process_init.connect
def _start_with_own_connections(**_: Any) -> None:
    # A child must not share its parent's sockets to the database.
    with flask_app.app_context():
        hang_up(close=False)


@worker_ready.connect
def _look_at_once(**_: Any) -> None:
    # Whatever was posted while no worker was there goes now, not at the clock's next tick.
    celery.send_task(LETTERS, retry=False)
