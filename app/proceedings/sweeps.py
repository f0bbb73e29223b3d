"""What the clock does for proceedings: remind of tasks and ballots, count votes that run out, ask for minutes."""

from __future__ import annotations

from datetime import timedelta

from app.proceedings.services import circular, minding, tasks
from app.sweeps import AnySweep, Sweep

SOON, OFTEN = timedelta(minutes=15), timedelta(minutes=1)
SWEEPS: tuple[AnySweep, ...] = (
    Sweep("remind-of-tasks", SOON, tasks.reminders_due, tasks.remind_of_task),
    Sweep("escalate-tasks", SOON, tasks.escalations_due, tasks.escalate_task),
    Sweep("remind-of-circular-votes", SOON, circular.reminders_due, circular.remind_of_circular),
    Sweep("count-circular-votes", OFTEN, circular.votes_run_out, circular.count_circular),
    Sweep("ask-for-minutes", SOON, minding.missing_minutes, minding.ask_for_minutes),
)
