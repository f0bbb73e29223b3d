"""Circular votes: running and past, their ballots, and which silent seats are to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, func, literal, select

from app.db import db
from app.mail.models import StoredLetter
from app.proceedings.models import Ballot, CircularPaper, CircularVote
from app.proceedings.states import CircularState

AT_ONCE = 500
MOST_ON_A_PAGE = 50


def circulars() -> Sequence[CircularVote]:
    """The running ones first, then the latest."""
    return db.session.scalars(
        select(CircularVote)
        .order_by((CircularVote.state != CircularState.OPEN), CircularVote.id.desc())
        .limit(MOST_ON_A_PAGE)
    ).all()


def circulars_ended(now: datetime) -> Sequence[int]:
    """Open votes whose deadline is over."""
    return db.session.scalars(
        select(CircularVote.id)
        .where(CircularVote.state == CircularState.OPEN, CircularVote.deadline_at < now)
        .order_by(CircularVote.deadline_at)
        .limit(AT_ONCE)
    ).all()


def ballots_of(circular_id: int) -> Sequence[Ballot]:
    """All seats that were asked."""
    return db.session.scalars(select(Ballot).where(Ballot.circular_id == circular_id).order_by(Ballot.seat_id)).all()


def papers_of(circular_id: int) -> Sequence[CircularPaper]:
    """The files to read before voting."""
    return db.session.scalars(
        select(CircularPaper).where(CircularPaper.circular_id == circular_id).order_by(CircularPaper.id)
    ).all()


def open_ballots_of(seat_ids: Sequence[int]) -> Sequence[tuple[CircularVote, Ballot]]:
    """What these seats can vote on now."""
    rows = db.session.execute(
        select(CircularVote, Ballot)
        .join(Ballot, Ballot.circular_id == CircularVote.id)
        .where(CircularVote.state == CircularState.OPEN, Ballot.seat_id.in_(seat_ids))
        .order_by(CircularVote.deadline_at)
    )
    return [(row.CircularVote, row.Ballot) for row in rows]


def silent_ballots(kind: str, days_before: int, now: datetime) -> Sequence[tuple[int, int]]:
    """Seats that have not voted on something that ends within `days_before`, and were not reminded yet."""
    about = func.concat(literal("circular:"), cast(CircularVote.id, String))
    seat = func.concat(literal("seat:"), cast(Ballot.seat_id, String))
    told = exists().where(StoredLetter.kind == kind, StoredLetter.about == about, StoredLetter.slot == seat)
    lead = timedelta(days=days_before)
    rows = db.session.execute(
        select(Ballot.circular_id, Ballot.seat_id)
        .join(CircularVote, CircularVote.id == Ballot.circular_id)
        .where(CircularVote.state == CircularState.OPEN, Ballot.choice.is_(None), ~told)
        .where(CircularVote.deadline_at > now, CircularVote.deadline_at <= now + lead)
        .where(CircularVote.started_at < CircularVote.deadline_at - lead)
        .order_by(CircularVote.deadline_at, Ballot.seat_id)
        .limit(AT_ONCE)
    )
    return [(row.circular_id, row.seat_id) for row in rows]


def waits_for_ballot(circular_id: int, seat_id: int) -> bool:
    """Whether this seat is still asked."""
    return (
        db.session.scalar(
            select(Ballot.seat_id)
            .join(CircularVote, CircularVote.id == Ballot.circular_id)
            .where(
                Ballot.circular_id == circular_id,
                Ballot.seat_id == seat_id,
                Ballot.choice.is_(None),
                CircularVote.state == CircularState.OPEN,
            )
        )
        is not None
    )
