"""What the clock does for ideas: remind of open questions, clear away drafts and files that nobody needs."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.ideas.services.attachments import orphaned_files, remove_orphan
from app.ideas.services.drafts import drafts_to_purge, purge_draft
from app.ideas.services.reminding import remind_of_inquiry, reminders_due
from app.sweeps import AnySweep, Sweep


def _remove_orphan(name: str, _now: datetime) -> None:
    remove_orphan(name)


PURGE_DRAFTS = Sweep("purge-drafts", timedelta(hours=6), drafts_to_purge, purge_draft)
REMOVE_ORPHANED_FILES = Sweep("remove-orphaned-files", timedelta(hours=6), orphaned_files, _remove_orphan)
REMIND_OF_INQUIRIES = Sweep("remind-of-inquiries", timedelta(minutes=15), reminders_due, remind_of_inquiry)
SWEEPS: tuple[AnySweep, ...] = (REMIND_OF_INQUIRIES, PURGE_DRAFTS, REMOVE_ORPHANED_FILES)
