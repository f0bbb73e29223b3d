"""When somebody last looked at their news."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, update

from app.db import db
from app.digests.models import Subscriber


def note_visit(subscriber_id: int, now: datetime) -> None:
    """What came before this moment is no longer new; an older visit never overwrites a newer one."""
    db.session.execute(
        update(Subscriber)
        .where(Subscriber.id == subscriber_id)
        .values(visited_at=func.greatest(func.coalesce(Subscriber.visited_at, now), now))
    )
