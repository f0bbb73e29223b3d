"""What happens around meetings by itself: the ladder, news to those whose calendars are behind, packs."""

from __future__ import annotations

from datetime import timedelta

from app.meetings.queries.ladder import letters_owed
from app.meetings.services.inviting import guests_behind, tell_change
from app.meetings.services.packs import MAKE_PACKS, make_pack, packs_due
from app.meetings.services.reminding import write_owed
from app.sweeps import AnySweep, Sweep

REMINDERS = Sweep("remind-of-meetings", timedelta(minutes=1), letters_owed, write_owed)
CHANGES = Sweep("tell-of-changed-meetings", timedelta(seconds=30), guests_behind, tell_change)
PACKS = Sweep(MAKE_PACKS, timedelta(seconds=10), packs_due, make_pack)
SWEEPS: tuple[AnySweep, ...] = (CHANGES, REMINDERS, PACKS)
