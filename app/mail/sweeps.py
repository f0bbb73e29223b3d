"""The post's sweeps: send whatever the doorbell missed, and forget what need not be kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.db import db
from app.doorbell import LETTERS
from app.mail.delivery import deliver
from app.mail.models import StoredLetter
from app.mail.queries import due_count
from app.mail.states import ENDS
from app.sweeps import BatchSweep, Sweep, SweepReport

# Bodies are kept so long for the reader's own history; then only the facts stay.
BODIES_KEPT = timedelta(days=30)
PURGED_AT_ONCE = 500
# After the last letter it looks a little longer: a doorbell that rang just before is not rung again so soon.
LINGER_SECONDS = 0.6


def _deliver(_: datetime, report: SweepReport) -> None:
    delivery = deliver(linger=LINGER_SECONDS)
    report.found, report.done = delivery.found, delivery.sent
    if delivery.last_trouble:
        report.failed.append(delivery.last_trouble)


def _letters_with_old_bodies(now: datetime) -> Sequence[uuid.UUID]:
    return db.session.scalars(
        select(StoredLetter.id)
        .where(StoredLetter.state.in_(ENDS), StoredLetter.created_at < now - BODIES_KEPT, StoredLetter.body_text != "")
        .limit(PURGED_AT_ONCE)
    ).all()


def _forget_body(letter_id: uuid.UUID, _: datetime) -> None:
    db.session.execute(
        update(StoredLetter)
        .where(StoredLetter.id == letter_id, StoredLetter.state.in_(ENDS))
        .values(
            body_text="",
            body_html="",
            calendar_method=None,
            calendar_text=None,
            answer=func.left(StoredLetter.answer, 100),
        )
    )


DELIVER_LETTERS = BatchSweep(LETTERS, timedelta(seconds=5), waiting=lambda _: due_count(), settle=_deliver)
PURGE_LETTER_BODIES = Sweep("purge-letter-bodies", timedelta(hours=1), _letters_with_old_bodies, _forget_body)
SWEEPS = (DELIVER_LETTERS, PURGE_LETTER_BODIES)
