"""What is cleaned up by the clock: drafts that nobody came back to, and files that nobody knows."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.ideas.services.attachments import orphaned_files, remove_orphan
from app.ideas.services.drafts import drafts_to_purge, purge_draft
from app.sweeps import AnySweep, Sweep


def _remove_orphan(name: str, _now: datetime) -> None:
    remove_orphan(name)


PURGE_DRAFTS = Sweep("purge-drafts", timedelta(hours=6), drafts_to_purge, purge_draft)
REMOVE_ORPHANED_FILES = Sweep("remove-orphaned-files", timedelta(hours=6), orphaned_files, _remove_orphan)
SWEEPS: tuple[AnySweep, ...] = (PURGE_DRAFTS, REMOVE_ORPHANED_FILES)
