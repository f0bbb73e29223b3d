"""Forgets the texts of old letters; when, to whom, why and how it went stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.mail.models import MailControl, StoredLetter

# Bodies are kept so long for the reader's own history; then only the facts stay.
BODIES_KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = 2000


def bodies_to_forget(now: datetime, at_most: int) -> int:
    """How many letters, up to `at_most`, ended more than BODIES_KEPT ago and still have their text."""
    until = db.session.scalar(select(MailControl.bodies_forgotten_until))
    return db.session.scalar(select(func.count()).select_from(_old(now, until).limit(at_most).subquery())) or 0


def forget_bodies(now: datetime) -> int:
    """Forget up to FORGOTTEN_AT_ONCE texts, oldest first, in one statement; returns how many letters were looked at.

    A letter's end never moves back, so a mark says how far this has come and no letter is looked at twice.
    """
    db.session.execute(insert(MailControl).values(id=1).on_conflict_do_nothing())
    control = db.session.scalars(select(MailControl).where(MailControl.id == 1).with_for_update()).one()
    old = _old(now, control.bodies_forgotten_until)
    piece = old.order_by(StoredLetter.ended_at).limit(FORGOTTEN_AT_ONCE).subquery()
    first, last = db.session.execute(select(func.min(piece.c.ended_at), func.max(piece.c.ended_at))).one()
    if last is None:
        return 0
    done = db.session.execute(
        update(StoredLetter)
        .where(StoredLetter.ended_at.between(first, last))
        .values(
            body_text="",
            body_html="",
            calendar_method=None,
            calendar_text=None,
            answer=func.left(StoredLetter.answer, 100),
        )
        .execution_options(synchronize_session=False)
    )
    control.bodies_forgotten_until = last
    db.session.flush()
    return cast("CursorResult[Any]", done).rowcount


def _old(now: datetime, until: datetime | None) -> Select[datetime | None]:
    old = select(StoredLetter.ended_at).where(StoredLetter.ended_at < now - BODIES_KEPT)
    return old if until is None else old.where(StoredLetter.ended_at > until)
