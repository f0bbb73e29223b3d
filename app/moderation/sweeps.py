"""What moderators are written to about by the clock."""

from __future__ import annotations

from datetime import timedelta

from app.moderation.services.reporting import (
    notify_of_new_ideas,
    people_to_notify,
    people_to_remind,
    remind_of_overdue_ideas,
)
from app.sweeps import AnySweep, Sweep

NEW_IDEAS = Sweep("notify-of-new-ideas", timedelta(minutes=1), people_to_notify, notify_of_new_ideas)
OVERDUE_IDEAS = Sweep("remind-of-overdue-ideas", timedelta(minutes=10), people_to_remind, remind_of_overdue_ideas)
SWEEPS: tuple[AnySweep, ...] = (NEW_IDEAS, OVERDUE_IDEAS)
