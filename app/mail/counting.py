"""Counts ended letters once, so that statistics stay cheap however many letters there are.

A sweep adds what ended since the last time to LetterTally and LetterWait and moves `counted_until` on; whoever
reads adds the few letters that ended since (app.mail.queries.tallies). All on the database's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ARRAY, Float, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from app.db import db
from app.mail.models import LetterTally, LetterWait, MailControl, StoredLetter
from app.mail.states import LetterState

# The upper bounds, in seconds, of the histogram from posted to accepted.
BUCKETS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
# Who ends letters in a long transaction commits them with an older time; so long nothing is counted for good.
LAG = timedelta(minutes=10)
# A longer silence is caught up with in pieces, so that no statement counts months at once.
PIECE = timedelta(days=1)

SECONDS = cast(func.extract("epoch", StoredLetter.sent_at - StoredLetter.queued_at), Float)
# 0 for the first bucket, len(BUCKETS) for what took longer than the last bound.
BUCKET: ColumnElement[int] = func.width_bucket(SECONDS, literal(list(BUCKETS), ARRAY(Float)))
RETRIES: ColumnElement[int] = func.coalesce(func.sum(StoredLetter.attempts + StoredLetter.interruptions), 0)


def ended_since(moment: datetime | None) -> ColumnElement[bool]:
    """Letters that ended after a moment, in the order of an index; all that ended when there is none."""
    return StoredLetter.ended_at > moment if moment else StoredLetter.ended_at.is_not(None)


def count_a_piece() -> int | None:
    """Add up to a day's letters to the counts; None when nothing is left to count. Returns how many."""
    control = _locked()
    since, last = _bounds(control.counted_until)
    if since is None or since >= last:
        return None
    until = min(last, since + PIECE)
    piece = (StoredLetter.ended_at > since) & (StoredLetter.ended_at <= until)
    counted = _add_tallies(piece)
    _add_waits(piece & (StoredLetter.state == LetterState.SENT))
    control.counted_until = until
    db.session.flush()
    return counted


def pieces_to_count() -> int:
    """How many times count_a_piece() finds something to do."""
    since, last = _bounds(db.session.scalar(select(MailControl.counted_until)))
    return max(0, -((since - last) // PIECE)) if since else 0


def uncount(letter: StoredLetter) -> None:
    """A letter that had ended is queued again: it no longer counts among the ended."""
    counted_until = select(MailControl.counted_until).scalar_subquery()
    counted = db.session.scalar(
        select(StoredLetter.id).where(StoredLetter.id == letter.id, StoredLetter.ended_at <= counted_until)
    )
    if counted is None:
        return
    db.session.execute(
        update(LetterTally)
        .where(LetterTally.kind == letter.kind, LetterTally.state == letter.state)
        .values(
            letters=func.greatest(LetterTally.letters - 1, 0),
            retries=func.greatest(LetterTally.retries - letter.attempts - letter.interruptions, 0),
        )
    )


def _bounds(counted_until: datetime | None) -> tuple[datetime | None, datetime]:
    """From when to when letters are to be counted; no beginning while none has ended."""
    before_the_first = func.min(StoredLetter.ended_at) - timedelta(seconds=1)
    since = counted_until or db.session.scalar(select(before_the_first))
    return since, db.session.scalars(select(func.now() - LAG)).one()


def _locked() -> MailControl:
    db.session.execute(insert(MailControl).values(id=1).on_conflict_do_nothing())
    return db.session.scalars(select(MailControl).where(MailControl.id == 1).with_for_update()).one()


def _add_tallies(piece: ColumnElement[bool]) -> int:
    columns = (StoredLetter.kind, StoredLetter.state)
    found = select(*columns, func.count(), RETRIES).where(piece).group_by(*columns)
    adding = insert(LetterTally).from_select(["kind", "state", "letters", "retries"], found)
    new = adding.excluded
    added = {"letters": LetterTally.letters + new.letters, "retries": LetterTally.retries + new.retries}
    db.session.execute(adding.on_conflict_do_update(index_elements=["kind", "state"], set_=added))
    return db.session.scalar(select(func.count()).where(piece)) or 0


def _add_waits(piece: ColumnElement[bool]) -> None:
    found = select(BUCKET, func.count(), func.coalesce(func.sum(SECONDS), 0.0)).where(piece).group_by(BUCKET)
    adding = insert(LetterWait).from_select(["bucket", "letters", "seconds"], found)
    new = adding.excluded
    added = {"letters": LetterWait.letters + new.letters, "seconds": LetterWait.seconds + new.seconds}
    db.session.execute(adding.on_conflict_do_update(index_elements=["bucket"], set_=added))
