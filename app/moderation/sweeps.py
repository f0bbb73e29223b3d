"""What moderators are written to about by the clock."""

from __future__ import annotations

from datetime import timedelta

from app.moderation.services.reporting import (
    notify_of_new_ideas,
    people_to_notify,
    people_to_remind,
    people_told_next,
    remind_of_overdue_ideas,
    tell_what_waits,
)
from app.sweeps import AnySweep, Sweep

NEW_IDEAS = Sweep("notify-of-new-ideas", timedelta(minutes=1), people_to_notify, notify_of_new_ideas)
OVERDUE_IDEAS = Sweep("remind-of-overdue-ideas", timedelta(minutes=10), people_to_remind, remind_of_overdue_ideas)
WAITING = Sweep("tell-what-waits", timedelta(minutes=1), people_told_next, tell_what_waits)
SWEEPS: tuple[AnySweep, ...] = (NEW_IDEAS, WAITING, OVERDUE_IDEAS)
