"""Letters, newest first, one page by keyset."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import defer

from app.db import db
from app.mail.models import StoredLetter
from app.web.paging import Page, read_cursor, write_cursor

Row = TypeVar("Row")
LETTERS_ON_A_PAGE = 30
WITHOUT_BODIES = (defer(StoredLetter.body_text), defer(StoredLetter.body_html))
_KEY = tuple_(StoredLetter.created_at, StoredLetter.id)


def page_of(
    chosen: Select[*tuple[Any, ...]], after: str | None, before: str | None, letter_of: Callable[[Any], StoredLetter]
) -> Page[Any]:
    """One page of a select over letters; `letter_of` finds the letter in a row."""
    behind, ahead = _read(after), _read(before)
    backwards = ahead is not None and behind is None
    if backwards:
        chosen = chosen.where(ahead < _KEY).order_by(StoredLetter.created_at, StoredLetter.id)
    else:
        chosen = chosen.where(behind > _KEY) if behind else chosen
        chosen = chosen.order_by(StoredLetter.created_at.desc(), StoredLetter.id.desc())
    rows = list(db.session.execute(chosen.limit(LETTERS_ON_A_PAGE + 1)).all())
    more, rows = len(rows) > LETTERS_ON_A_PAGE, rows[:LETTERS_ON_A_PAGE]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, behind is not None)
    return Page(
        rows,
        next=_cursor(letter_of(rows[-1])) if rows and has_next else None,
        previous=_cursor(letter_of(rows[0])) if rows and has_previous else None,
    )


def _read(cursor: str | None) -> tuple[datetime, uuid.UUID] | None:
    key = read_cursor(cursor, 2)
    try:
        return (datetime.fromisoformat(str(key[0])), uuid.UUID(str(key[1]))) if key else None
    except ValueError:
        return None


def _cursor(letter: StoredLetter) -> str:
    return write_cursor(letter.created_at.isoformat(), letter.id)
