"""Server-side sessions: opened at sign-in, found by their token's hash, closed one by one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from app.db import db
from app.members.models import Person, Session

TOUCH_EVERY = timedelta(minutes=5)
LONGEST_DEVICE = 200


class Visitor:
    """Somebody without account: no id, no roles."""

    id: int | None = None
    roles: frozenset[str] = frozenset()
    language: str | None = None
    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self) -> None:
        """Nobody has no session."""


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def open_session(person: Person, device: str, now: datetime) -> str:
    """Open a session and return its token, which also goes onto `person` for flask-login."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        Session(
            person_id=person.id,
            token_hash=_hash(token),
            device=device[:LONGEST_DEVICE],
            created_at=now,
            seen_at=now,
        )
    )
    person.session_token = token
    return token


def person_by_session(token: str, now: datetime) -> Person | None:
    """The active person whose session this is, unless it is idle or older than the limits."""
    row = db.session.execute(
        select(Session, Person)
        .join(Person, Person.id == Session.person_id)
        .where(
            Session.token_hash == _hash(token),
            Session.seen_at > now - current_app.config["SESSION_IDLE_LIMIT"],
            Session.created_at > now - current_app.config["SESSION_ABSOLUTE_LIMIT"],
            Person.locked_at.is_(None),
            Person.ended_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    person: Person = row.Person
    person.session_token = token
    return person


def touch_session(token: str, now: datetime) -> None:
    """Note that the session is in use, at most once in five minutes."""
    db.session.execute(
        update(Session)
        .where(Session.token_hash == _hash(token), Session.seen_at < now - TOUCH_EVERY)
        .values(seen_at=now)
    )


def close_session(token: str) -> None:
    """End this one session."""
    db.session.execute(delete(Session).where(Session.token_hash == _hash(token)))
