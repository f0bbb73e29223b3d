"""What somebody follows, for their own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.digests.models import Follow, Subscriber
from app.digests.queries.names import Followed, names_of

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Following:
    """One thing that somebody follows, and how that came about."""

    id: int
    source: str
    since: datetime
    what: Followed


def following_of(subscriber_id: int, now: datetime) -> list[Following]:
    """What a subscriber follows, the latest first; what is not public any more is left out."""
    rows: Sequence[Follow] = db.session.scalars(
        select(Follow)
        .where(Follow.subscriber_id == subscriber_id, Follow.confirmed_at.is_not(None), Follow.ended_at.is_(None))
        .order_by(Follow.asked_at.desc(), Follow.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    names = names_of([row.key for row in rows], now)
    return [
        Following(row.id, row.source, row.confirmed_at or row.asked_at, names[row.key])
        for row in rows
        if row.key in names
    ]


def subscriber_of(person_id: int) -> Subscriber | None:
    """The subscriber of an account; None while it follows nothing."""
    return db.session.scalars(select(Subscriber).where(Subscriber.person_id == person_id)).one_or_none()
