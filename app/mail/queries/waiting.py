"""Reads of the outbox: what waits, how long, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Interval, cast, exists, func, or_, select
from sqlalchemy.orm import defer

from app.db import db
from app.mail.models import Bounce, MailControl, StoredLetter
from app.mail.states import LetterState
from app.sweeps.queries import last_sweep_at

# The upper bounds, in seconds, of the histogram from posted to accepted.
BUCKETS = (0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600)
SWEEP_MAY_BE_SO_OLD = timedelta(minutes=5)
LETTER_MAY_WAIT_SO_LONG = timedelta(minutes=10)
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


@dataclass(frozen=True, slots=True)
class PostHealth:
    """Whether staff must worry, for the banner."""

    oldest_waiting: timedelta | None
    swept_at: datetime | None
    worry: bool


def post_health(now: datetime) -> PostHealth:
    """No sweep for five minutes, or a transactional letter older than ten, is a worry."""
    waiting, swept_at = oldest_transactional_age(), last_sweep_at()
    silent = swept_at is None or now - swept_at > SWEEP_MAY_BE_SO_OLD
    return PostHealth(waiting, swept_at, silent or (waiting or timedelta()) > LETTER_MAY_WAIT_SO_LONG)


def mail_control() -> MailControl:
    """The pause switches; both off while nobody has touched them."""
    return db.session.get(MailControl, 1) or MailControl(id=1, paused_all=False, paused_optional=False)


def letters_matching(state: str, wanted: str, limit: int = 100) -> Sequence[StoredLetter]:
    """The newest letters, of one state if it is named, whose recipient, subject or matter contains the words."""
    chosen = select(StoredLetter).options(defer(StoredLetter.body_text), defer(StoredLetter.body_html))
    if state:
        chosen = chosen.where(StoredLetter.state == state)
    if wanted:
        columns = (StoredLetter.recipient, StoredLetter.subject, StoredLetter.about)
        chosen = chosen.where(or_(*(column.icontains(wanted, autoescape=True) for column in columns)))
    return db.session.scalars(chosen.order_by(StoredLetter.created_at.desc()).limit(limit)).all()
