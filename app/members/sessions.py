"""Server-side sessions: opened at sign-in, found by their token's hash, closed one by one."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select, update

from app.clock import local
from app.db import db
from app.members.models import Person, Session
from app.members.standing import is_seated, seated
from app.members.tokens import fingerprint, new_token

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


def open_session(person: Person, device: str, now: datetime) -> str:
    """Open a session and return its token, which also goes onto `person` for flask-login."""
    token = new_token()
    db.session.add(
        Session(
            person_id=person.id,
            token_hash=fingerprint(token),
            device=device[:LONGEST_DEVICE],
            created_at=now,
            seen_at=now,
        )
    )
    person.session_token = token
    person.seated = is_seated(person.id, local(now).date())
    return token


def person_by_session(token: str, now: datetime) -> Person | None:
    """The active person whose session this is, unless it is idle or older than the limits.

    The same query says whether they are seated today: who loses a seat at midnight in Berlin is no
    member any more with the next request, without a sweep that could be late.
    """
    row = db.session.execute(
        select(Session, Person, seated(Person.id, local(now).date()).label("seated"))
        .join(Person, Person.id == Session.person_id)
        .where(
            Session.token_hash == fingerprint(token),
            Session.seen_at > now - current_app.config["SESSION_IDLE_LIMIT"],
            Session.created_at > now - current_app.config["SESSION_ABSOLUTE_LIMIT"],
            Person.locked_at.is_(None),
            Person.ended_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    person: Person = row.Person
    person.session_token, person.seated = token, row.seated
    person.session_id, person.session_seen_at = row.Session.id, row.Session.seen_at
    return person


def touch_session(token: str, now: datetime) -> None:
    """Note that the session is in use."""
    db.session.execute(update(Session).where(Session.token_hash == fingerprint(token)).values(seen_at=now))


def close_session(token: str) -> None:
    """End this one session."""
    db.session.execute(delete(Session).where(Session.token_hash == fingerprint(token)))


def close_own_session(person_id: int, session_id: int) -> None:
    """End one session of this person, chosen from the list; somebody else's stays open."""
    db.session.execute(delete(Session).where(Session.id == session_id, Session.person_id == person_id))


def close_all_sessions(person_id: int, but: str | None = None) -> None:
    """End every session of a person, except the one with the token `but`."""
    mine = delete(Session).where(Session.person_id == person_id)
    db.session.execute(mine.where(Session.token_hash != fingerprint(but)) if but else mine)
