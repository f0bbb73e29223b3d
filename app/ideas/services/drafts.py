"""Drafts: kept on the server from the first step, found again by a token that only their writer has."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.ideas.mails import intake as mails
from app.ideas.models import Idea
from app.ideas.queries.drafts import has_token, token_hash
from app.ideas.services.attachments import discard_files_of
from app.ideas.states import IdeaState
from app.mail import post
from app.region.models import Authority, Goal
from app.web.links import sign

KEPT_FOR = timedelta(days=30)
PURPOSE = "draft"
_COLUMNS = frozenset(
    {
        "title", "body", "action_field_code", "group_code", "organisation", "contact_name", "contact_email",
        "contact_phone", "annex", "self_check",
    }
)  # fmt: skip


class DraftGone(LookupError):
    """There is no draft with this token (any more)."""


class AlreadySubmitted(ValueError):
    """The draft has become an idea; it cannot be changed as a draft."""

    def __init__(self, idea: Idea) -> None:
        super().__init__(f"{idea.reference} is no draft any more")
        self.idea = idea


def begin_draft(key: uuid.UUID, language: str, now: datetime) -> Idea:
    """The draft of this form key, locked; the same key always leads to the same draft."""
    token = draft_token(key)
    db.session.execute(
        insert(Idea)
        .values(
            submission_key=key,
            draft_token_hash=token_hash(token),
            language=language,
            created_at=now,
            updated_at=now,
            state_since=now,
        )
        .on_conflict_do_nothing()
    )
    return lock_draft(token)


def draft_token(key: uuid.UUID) -> str:
    """The token that belongs to a form key: signed, so that nobody can make one from the key alone."""
    return sign(PURPOSE, str(key))


def lock_draft(token: str) -> Idea:
    """The draft (or the idea that it became) behind a token, locked. Raises DraftGone."""
    idea = db.session.execute(select(Idea).where(has_token(token)).with_for_update(of=Idea)).scalar_one_or_none()
    if idea is None:
        raise DraftGone
    return idea


def write_draft(idea: Idea, values: Mapping[str, Any], now: datetime) -> None:
    """Put typed values into a draft; names that are no part of an idea are left alone.

    Raises AlreadySubmitted.
    """
    if idea.state != IdeaState.DRAFT:
        raise AlreadySubmitted(idea)
    write_values(idea, values)
    idea.updated_at = now


def write_values(idea: Idea, values: Mapping[str, Any]) -> None:
    """Put what a form holds into an idea's columns and lists."""
    for name in _COLUMNS & values.keys():
        # The codes and the address have no empty form in the database.
        empty = None if name.endswith(("_code", "_email")) else ""
        setattr(idea, name, values[name] or (empty if name != "self_check" else {}))
    if "goals" in values:
        idea.goals = _rows(Goal, Goal.code, values["goals"])
    if "authorities" in values:
        idea.authorities = _rows(Authority, Authority.ags, values["authorities"])


def _rows(table: Any, key: Any, wanted: list[str] | None) -> list[Any]:
    return list(db.session.scalars(select(table).where(key.in_(wanted or []))))


def send_draft_link(idea: Idea, address: str, token: str, now: datetime) -> None:
    """Write to this address how to continue the draft; once a minute at most."""
    post(
        mails.draft_to_continue(idea, address, token, idea.updated_at + KEPT_FOR, slot=f"{now:%Y-%m-%dT%H:%M}"),
        now,
    )


def drafts_to_purge(now: datetime) -> list[int]:
    """Drafts that nobody has touched for KEPT_FOR, handed in or not: a bounded number, oldest first."""
    query = select(Idea.id).where(Idea.state == IdeaState.DRAFT, Idea.updated_at < now - KEPT_FOR)
    return list(db.session.scalars(query.order_by(Idea.updated_at).limit(500)))


def purge_draft(idea_id: int, now: datetime) -> None:
    """Delete a draft with its files, unless somebody came back to it meanwhile."""
    still = select(Idea.id).where(Idea.id == idea_id, Idea.state == IdeaState.DRAFT, Idea.updated_at < now - KEPT_FOR)
    if db.session.scalar(still.with_for_update()) is None:
        return
    discard_files_of(idea_id)
    db.session.execute(delete(Idea).where(Idea.id == idea_id))
