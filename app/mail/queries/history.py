"""What somebody was sent: every letter to an account or to its address, newest first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select

from app.db import db
from app.mail.models import Bounce, StoredLetter
from app.mail.queries.paged import WITHOUT_BODIES, page_of
from app.mail.topics import Reader
from app.web.paging import Page


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter in somebody's history, and whether it came back after the mail server had taken it."""

    letter: StoredLetter
    came_back: bool


def history_page(reader: Reader, after: str | None, before: str | None) -> Page[Sent]:
    """One page of what this reader was sent, without the texts."""
    chosen = select(StoredLetter, _came_back()).options(*WITHOUT_BODIES).where(_belongs_to(reader))
    page = page_of(chosen, after, before, letter_of=lambda row: row[0])
    return Page([Sent(letter, came_back) for letter, came_back in page.items], page.next, page.previous)


def own_letter(reader: Reader, letter_id: uuid.UUID) -> Sent | None:
    """One letter to this reader, text and all; None when it is somebody else's."""
    chosen = select(StoredLetter, _came_back()).where(StoredLetter.id == letter_id, _belongs_to(reader))
    row = db.session.execute(chosen).one_or_none()
    return Sent(row[0], row[1]) if row else None


def _belongs_to(reader: Reader) -> ColumnElement[bool]:
    # An account keeps what it was sent under an earlier address; what stands under the address alone is its own too.
    address = func.lower(StoredLetter.recipient) == reader.address.lower()
    if reader.person_id is None:
        return address
    unclaimed = address & or_(StoredLetter.person_id.is_(None), StoredLetter.person_id == reader.person_id)
    return or_(StoredLetter.person_id == reader.person_id, unclaimed)


def _came_back() -> ColumnElement[bool]:
    return exists().where(Bounce.letter_id == StoredLetter.id, Bounce.weight != "complaint")
