"""The ceiling of letters a second, kept by all workers together on the database's clock."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.mail.models import MailControl

# With a ceiling a worker takes no more than this many seconds' worth at once.
SLICE_SECONDS = 1.0


def reserve(batch: int, letters_a_second: float) -> int:
    """How many letters may be claimed now: all of the batch without a ceiling, 0 while the last slice runs."""
    if letters_a_second <= 0:
        return batch
    limit = min(batch, max(1, int(letters_a_second * SLICE_SECONDS)))
    next_slot_at = func.now() + timedelta(seconds=limit / letters_a_second)
    taken = db.session.execute(
        insert(MailControl)
        .values(id=1, next_slot_at=next_slot_at)
        .on_conflict_do_update(
            index_elements=["id"],
            set_={"next_slot_at": next_slot_at},
            where=MailControl.next_slot_at <= func.now(),
        )
        .returning(MailControl.id)
    )
    return limit if taken.first() else 0
