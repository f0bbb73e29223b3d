"""Following: ask, confirm, end. What somebody follows is named by the keys that news carry."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.digests.models import DigestCursor, Follow, SavedSearch, Subscriber
from app.digests.states import DigestKind, FollowSource
from app.ideas.queries.filters import IdeaFilter
from app.members.models import Person


def subscriber_of_person(person: Person, now: datetime) -> int:
    """The subscriber behind an account, made if it is new; what the mailbox followed before comes along."""
    known = db.session.scalar(select(Subscriber.id).where(Subscriber.person_id == person.id))
    if known is not None:
        return known
    address = person.email.lower()
    adopted: int | None = db.session.scalar(
        update(Subscriber)
        .where(Subscriber.address == address, Subscriber.person_id.is_(None))
        .values(person_id=person.id)
        .returning(Subscriber.id)
    )
    if adopted is not None:
        return adopted
    return _make(address, person.id, person.name, person.language, now)


def subscriber_of_address(address: str, name: str, language: str, now: datetime) -> int:
    """The subscriber behind a mailbox, its account's where there is one. Two requests at once get the same."""
    person = db.session.scalars(
        select(Person).where(func.lower(Person.email) == address.lower(), Person.ended_at.is_(None))
    ).one_or_none()
    if person is not None:
        return subscriber_of_person(person, now)
    known = db.session.scalar(
        select(Subscriber.id).where(Subscriber.address == address.lower(), Subscriber.person_id.is_(None))
    )
    return known if known is not None else _make(address.lower(), None, name, language, now)


def follow(
    subscriber_id: int, key: str, now: datetime, *, confirmed: bool, source: FollowSource = FollowSource.ASKED
) -> Follow:
    """Follow something from now on. Unconfirmed it waits for the mailbox; twice is once.

    News begin with the moment of asking: nobody is sent what was there before.
    """
    facts = {"source": source, "asked_at": now, "ended_at": None}
    if confirmed:
        facts["confirmed_at"] = now
    db.session.execute(
        insert(Follow)
        .values(subscriber_id=subscriber_id, key=key, **facts)
        .on_conflict_do_update(
            index_elements=["subscriber_id", "key"],
            set_=facts,
            # Who follows already goes on as before.
            where=Follow.ended_at.is_not(None) | Follow.confirmed_at.is_(None),
        )
    )
    _start_cursor(subscriber_id, now)
    return db.session.execute(
        select(Follow)
        .where(Follow.subscriber_id == subscriber_id, Follow.key == key)
        .execution_options(populate_existing=True)
    ).scalar_one()


def confirm_follow(follow_id: int, now: datetime) -> Follow | None:
    """The mailbox says yes; None when it has been ended or deleted since. Twice does no harm."""
    asked = db.session.get(Follow, follow_id, with_for_update=True)
    if asked is None or asked.ended_at is not None:
        return None
    asked.confirmed_at = asked.confirmed_at or now
    db.session.flush()
    return asked


def end_follow(follow_id: int, subscriber_id: int, now: datetime) -> bool:
    """No news of this any more; what is unconfirmed is forgotten. False when it was not theirs or has ended."""
    ended = db.session.execute(
        update(Follow)
        .where(Follow.id == follow_id, Follow.subscriber_id == subscriber_id, Follow.ended_at.is_(None))
        .values(ended_at=now)
        .returning(Follow.id)
    )
    return ended.first() is not None


def save_search(wanted: IdeaFilter) -> str:
    """Keep a search so that it can be followed, and return its key; the order of the list does not matter."""
    # How it is sorted and how far it reads is no part of what is looked for.
    given = {name: value for name, value in asdict(wanted).items() if name not in ("sort", "newest_only")}
    facts = {name: value if name == "words" else sorted(value) for name, value in given.items()}
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:24]
    key = f"search:{digest}"
    db.session.execute(insert(SavedSearch).values(key=key, **facts).on_conflict_do_nothing())
    return key


def _make(address: str, person_id: int | None, name: str, language: str, now: datetime) -> int:
    facts = {"address": address, "person_id": person_id, "name": name, "language": language, "created_at": now}
    made: int | None = db.session.scalar(
        insert(Subscriber).values(facts).on_conflict_do_nothing().returning(Subscriber.id)
    )
    if made is not None:
        return made
    same = (
        Subscriber.person_id == person_id
        if person_id
        else (Subscriber.address == address) & (Subscriber.person_id.is_(None))
    )
    return db.session.scalars(select(Subscriber.id).where(same)).one()


def _start_cursor(subscriber_id: int, now: datetime) -> None:
    # The first follow starts the count; a later one finds the cursor where it is. What lies between the cursor
    # and a later follow is left out by the follow's own moment.
    db.session.execute(
        insert(DigestCursor)
        .values(subscriber_id=subscriber_id, kind=DigestKind.FOLLOWING, covered_until=now)
        .on_conflict_do_nothing()
    )
