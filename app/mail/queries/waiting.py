"""Reads of the outbox: what waits, how long, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Interval, cast, exists, func, select

from app.db import db
from app.mail.models import MailControl, StoredLetter
from app.mail.states import LetterState
from app.sweeps.queries import last_sweep_at

SWEEP_MAY_BE_SO_OLD = timedelta(minutes=5)
LETTER_MAY_WAIT_SO_LONG = timedelta(minutes=10)


def letters_are_due() -> bool:
    """Whether a worker would find anything; costs one look at an index."""
    due = exists().where(StoredLetter.state == LetterState.QUEUED, StoredLetter.due_at <= func.now())
    found = bool(db.session.scalar(select(due)))
    db.session.rollback()
    return found


def due_count() -> int:
    """How many letters a worker would take up now."""
    due = (StoredLetter.state == LetterState.QUEUED) & (StoredLetter.due_at <= func.now())
    return db.session.scalar(select(func.count()).where(due)) or 0


def oldest_transactional_age() -> timedelta | None:
    """How long the oldest unsent transactional letter has been waiting, on the database's clock."""
    # Two looks, each along a partial index; one look over both states would read the whole table.
    transactional = StoredLetter.topic.is_(None)
    queued = select(func.min(StoredLetter.queued_at)).where(StoredLetter.state == LetterState.QUEUED, transactional)
    sending = select(func.min(StoredLetter.queued_at)).where(StoredLetter.state == LetterState.SENDING, transactional)
    oldest = func.least(queued.scalar_subquery(), sending.scalar_subquery())
    return db.session.scalar(select(cast(func.now() - oldest, Interval)))


@dataclass(frozen=True, slots=True)
class PostHealth:
    """Whether staff must worry, for the banner."""

    oldest_waiting: timedelta | None
    swept_at: datetime | None
    silent: bool
    worry: bool


def post_health(now: datetime) -> PostHealth:
    """No sweep for five minutes, or a transactional letter older than ten, is a worry."""
    waiting, swept_at = oldest_transactional_age(), last_sweep_at()
    silent = swept_at is None or now - swept_at > SWEEP_MAY_BE_SO_OLD
    return PostHealth(waiting, swept_at, silent, silent or (waiting or timedelta()) > LETTER_MAY_WAIT_SO_LONG)


def mail_control() -> MailControl:
    """The pause switches; both off while nobody has touched them."""
    return db.session.get(MailControl, 1) or MailControl(id=1, paused_all=False, paused_optional=False)
