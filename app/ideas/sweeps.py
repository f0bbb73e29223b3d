"""What the clock does for ideas: remind of open questions, clear away drafts that nobody needs."""

from __future__ import annotations

from datetime import timedelta

from app.ideas.services.drafts import drafts_to_purge, purge_draft
from app.ideas.services.reminding import remind_of_inquiry, reminders_due
from app.sweeps import AnySweep, Sweep

PURGE_DRAFTS = Sweep("purge-drafts", timedelta(hours=6), drafts_to_purge, purge_draft)
REMIND_OF_INQUIRIES = Sweep("remind-of-inquiries", timedelta(minutes=15), reminders_due, remind_of_inquiry)
SWEEPS: tuple[AnySweep, ...] = (REMIND_OF_INQUIRIES, PURGE_DRAFTS)
