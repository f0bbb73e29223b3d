"""Statistics of the outbox: what has been counted already, what ended since, and what waits; cheap at any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from app.db import db
from app.mail.counting import BUCKET, BUCKETS, RETRIES, SECONDS, ended_since
from app.mail.models import Bounce, LetterTally, LetterWait, MailControl, StoredLetter
from app.mail.states import LetterState

# Each matches a partial index: an IN over states would read the whole table.
_WAITING = (
    (StoredLetter.state == LetterState.QUEUED) & StoredLetter.topic.is_(None),
    (StoredLetter.state == LetterState.QUEUED) & StoredLetter.topic.is_not(None),
    StoredLetter.state == LetterState.SENDING,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the outbox's statistics."""

    state: str
    kind: str
    letters: int
    retries: int
    oldest_waiting_seconds: float = 0.0


def tallies() -> list[Tally]:
    """How many letters there are by state and kind, and how long the oldest of each waits."""
    lines = [line for which in _WAITING for line in _waiting(which)]
    counted = select(LetterTally.state, LetterTally.kind, LetterTally.letters, LetterTally.retries)
    lines += [Tally(*row) for row in db.session.execute(counted)]
    since = _counted_until()
    recent = select(StoredLetter.state, StoredLetter.kind, func.count(), RETRIES).where(ended_since(since))
    rows = db.session.execute(recent.group_by(StoredLetter.state, StoredLetter.kind))
    lines += [Tally(state, kind, count, int(retries)) for state, kind, count, retries in rows]
    return _merged(lines)


def seconds_to_acceptance() -> tuple[Sequence[int], float]:
    """The histogram of accepted letters: cumulative counts per bucket and in all, and the sum of seconds."""
    sent = ended_since(_counted_until()) & (StoredLetter.state == LetterState.SENT)
    recent = select(BUCKET, func.count(), func.sum(SECONDS)).where(sent).group_by(BUCKET)
    counted = select(LetterWait.bucket, LetterWait.letters, LetterWait.seconds)
    counts, total = [0] * (len(BUCKETS) + 1), 0.0
    for rows in (db.session.execute(recent), db.session.execute(counted)):
        for bucket, letters, seconds in rows:
            counts[bucket] += letters
            total += float(seconds)
    return [sum(counts[: index + 1]) for index in range(len(counts))], total


def bounce_counts() -> dict[str, int]:
    """How many bounces and complaints there are, by weight."""
    rows = db.session.execute(select(Bounce.weight, func.count()).group_by(Bounce.weight))
    return {row[0]: row[1] for row in rows}


def _waiting(which: ColumnElement[bool]) -> list[Tally]:
    age = func.extract("epoch", func.now() - func.min(StoredLetter.queued_at))
    columns = (StoredLetter.state, StoredLetter.kind)
    rows = db.session.execute(select(*columns, func.count(), RETRIES, age).where(which).group_by(*columns))
    return [Tally(state, kind, count, int(retries), float(old)) for state, kind, count, retries, old in rows]


def _counted_until() -> datetime | None:
    return db.session.scalar(select(MailControl.counted_until))


def _merged(lines: Sequence[Tally]) -> list[Tally]:
    merged: dict[tuple[str, str], Tally] = {}
    for line in lines:
        other = merged.get((line.state, line.kind), Tally(line.state, line.kind, 0, 0))
        merged[line.state, line.kind] = Tally(
            line.state,
            line.kind,
            line.letters + other.letters,
            line.retries + other.retries,
            max(line.oldest_waiting_seconds, other.oldest_waiting_seconds),
        )
    return [line for line in merged.values() if line.letters]
