"""The office's word on top of a digest around a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.digests.models import DigestNote


def write_note(meeting_id: int, rung: str, text: str, *, now: datetime, actor_id: int | None) -> None:
    """Put these words on top of what has not been written yet; no words take the note away."""
    if not text.strip():
        db.session.execute(delete(DigestNote).where(DigestNote.meeting_id == meeting_id, DigestNote.rung == rung))
        return
    facts = {"text": text.strip(), "changed_at": now, "changed_by": actor_id}
    db.session.execute(
        insert(DigestNote)
        .values(meeting_id=meeting_id, rung=rung, **facts)
        .on_conflict_do_update(index_elements=["meeting_id", "rung"], set_=facts)
    )
