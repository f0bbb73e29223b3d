"""What is known of the readers of a batch: who may read what members may, and which letters have told them already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select, tuple_

from app.db import db
from app.mail.models import StoredLetter
from app.mail.states import LetterState
from app.members.models import Person
from app.members.standing import seated

# A letter that did not go has told nobody anything.
_TOLD = (LetterState.QUEUED, LetterState.SENDING, LetterState.SENT)


def members_among(person_ids: Collection[int], day: date) -> set[int]:
    """Which of these people hold a seat on that day or stand in for one; one query."""
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), seated(Person.id, day))))


def told_by_letter(
    addresses: Collection[str], letters: Collection[tuple[str, int]]
) -> dict[str, frozenset[tuple[str, int]]]:
    """Which of these letters (about, version) went to which of these addresses (lower-cased); one query."""
    if not letters:
        return {}
    rows = db.session.execute(
        select(func.lower(StoredLetter.recipient), StoredLetter.about, StoredLetter.version).where(
            func.lower(StoredLetter.recipient).in_(addresses),
            tuple_(StoredLetter.about, StoredLetter.version).in_(list(letters)),
            StoredLetter.state.in_(_TOLD),
        )
    )
    told: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for address, about, version in rows:
        told[address].add((about, version))
    return {address: frozenset(which) for address, which in told.items()}
