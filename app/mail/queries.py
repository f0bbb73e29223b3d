"""Reads of the outbox: what waits, how long, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Interval, cast, exists, func, select

from app.db import db
from app.mail.models import Bounce, StoredLetter
from app.mail.states import LetterState

# The upper bounds, in seconds, of the histogram from posted to accepted.
BUCKETS = (0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600)
_WAITING = StoredLetter.state.in_((LetterState.QUEUED, LetterState.SENDING))


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
    waited = cast(func.now() - func.min(StoredLetter.queued_at), Interval)
    return db.session.scalar(select(waited).where(_WAITING, StoredLetter.topic.is_(None)))


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the outbox's statistics."""

    state: str
    kind: str
    letters: int
    retries: int
    oldest_waiting_seconds: float


def tallies() -> list[Tally]:
    """How many letters there are by state and kind, and how long the oldest of each waits."""
    waited = func.extract("epoch", func.now() - func.min(StoredLetter.queued_at).filter(_WAITING))
    rows = db.session.execute(
        select(
            StoredLetter.state,
            StoredLetter.kind,
            func.count(),
            func.sum(StoredLetter.attempts + StoredLetter.interruptions),
            func.coalesce(waited, 0),
        ).group_by(StoredLetter.state, StoredLetter.kind)
    )
    return [Tally(state, kind, count, int(retries), float(age)) for state, kind, count, retries, age in rows]


def seconds_to_acceptance() -> tuple[Sequence[int], float]:
    """The histogram of accepted letters: cumulative counts per bucket and in all, and the sum of seconds."""
    taken = func.extract("epoch", StoredLetter.sent_at - StoredLetter.queued_at)
    columns = [func.count().filter(taken <= bound) for bound in BUCKETS]
    row = db.session.execute(
        select(*columns, func.count(), func.coalesce(func.sum(taken), 0)).where(StoredLetter.state == LetterState.SENT)
    ).one()
    counts = [int(count) for count in row[:-1]]
    return counts, float(row[-1])


def bounce_counts() -> dict[str, int]:
    """How many bounces and complaints there are, by weight."""
    rows = db.session.execute(select(Bounce.weight, func.count()).group_by(Bounce.weight))
    return {row[0]: row[1] for row in rows}
