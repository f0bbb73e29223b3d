"""Finding a draft by the token that only its writer has."""

from __future__ import annotations

import hashlib

from sqlalchemy import ColumnElement, select

from app.db import db
from app.ideas.models import Idea


def find_draft(token: str | None) -> Idea | None:
    """The draft, or the idea that it became; None when there is no such token."""
    if not token:
        return None
    return db.session.execute(select(Idea).where(has_token(token))).scalar_one_or_none()


def has_token(token: str) -> ColumnElement[bool]:
    """The condition under which a draft belongs to a token."""
    return Idea.draft_token_hash == token_hash(token)


def token_hash(token: str) -> bytes:
    """What of a token is kept."""
    return hashlib.sha256(token.encode()).digest()
