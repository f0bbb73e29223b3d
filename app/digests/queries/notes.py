"""The office's note on top of a digest around a meeting."""

from __future__ import annotations

from app.db import db
from app.digests.models import DigestNote


def note_for(meeting_id: int, rung: str) -> str:
    """What the office wants said first; empty where it said nothing."""
    note = db.session.get(DigestNote, (meeting_id, rung))
    return note.text if note else ""
