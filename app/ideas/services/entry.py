"""Recording ideas on somebody's behalf: by the office by hand, or out of a table."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.ideas import consent
from app.ideas.models import Idea
from app.ideas.services.drafts import write_values
from app.ideas.services.submission import submit_idea
from app.ideas.states import Channel


@dataclass(frozen=True, slots=True)
class Entry:
    """An idea that did not come through the web form; `key` makes recording it twice harmless."""

    key: uuid.UUID
    channel: Channel
    received_on: date
    language: str
    values: Mapping[str, Any]
    entered_by_id: int | None = None


def begin_entry(entry: Entry, now: datetime) -> tuple[Idea, bool]:
    """The idea of this entry, locked, and whether it is new and waits for submit_entry(); files may be added now."""
    made = db.session.scalar(
        insert(Idea)
        .values(
            submission_key=entry.key,
            channel=entry.channel,
            received_on=entry.received_on,
            entered_by_id=entry.entered_by_id,
            language=entry.language,
            consent_version=consent.ON_PAPER,
            consented_at=now,
            created_at=now,
            updated_at=now,
            state_since=now,
        )
        .on_conflict_do_nothing(index_elements=["submission_key"])
        .returning(Idea.id)
    )
    found = select(Idea).where(Idea.submission_key == entry.key).with_for_update(of=Idea)
    idea = db.session.scalars(found).one()
    if made is not None:
        write_values(idea, entry.values)
        db.session.flush()
    return idea, made is not None


def submit_entry(idea: Idea, now: datetime) -> Idea:
    """Give the entry its number; no address needs confirming, the office vouches for it."""
    return submit_idea(idea.id, now, actor_id=idea.entered_by_id)
