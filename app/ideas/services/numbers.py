"""Reference numbers: RK-2026-00042, without a gap in any year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.clock import local
from app.db import db
from app.ideas.models import ReferenceCounter


def next_reference(now: datetime, prefix: str) -> str:
    """The next number of the year that it is in Berlin.

    The counter's row stays locked until the transaction ends: a rollback gives the number back, and
    whoever comes next waits for it. So this is called last, right before the commit.
    """
    year = local(now).year
    last = db.session.execute(
        insert(ReferenceCounter)
        .values(year=year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": ReferenceCounter.last + 1})
        .returning(ReferenceCounter.last)
    ).scalar_one()
    return f"{prefix}-{year}-{last:05d}"
