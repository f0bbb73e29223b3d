"""Making and revoking a person's own calendar address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.meetings.models import CalendarFeed
from app.members.tokens import fingerprint, new_token


def make_feed(person_id: int, now: datetime) -> str:
    """A fresh token; an earlier one stops working."""
    token = new_token()
    facts = {"token_hash": fingerprint(token), "created_at": now}
    db.session.execute(
        insert(CalendarFeed)
        .values(person_id=person_id, **facts)
        .on_conflict_do_update(index_elements=["person_id"], set_=facts)
    )
    return token


def revoke_feed(person_id: int) -> None:
    """The address stops working; without one nothing happens."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))
