"""What the office looks at: letters by state, kind and words, what was done to them, addresses that get no mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, func, or_, select

from app.db import db
from app.mail.models import Bounce, MailAudit, StoredLetter, Suppression
from app.mail.queries.paged import WITHOUT_BODIES, page_of
from app.mail.states import LetterState
from app.web.paging import Page, read_cursor, write_cursor

# Words are looked for in so many of the newest letters; a whole address is found however old the letter is.
LOOKED_THROUGH = 20_000
ROWS_ON_A_PAGE = 50
Numbered = TypeVar("Numbered", MailAudit, Suppression)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the office looks for; empty means anything."""

    state: str = ""
    kind: str = ""
    words: str = ""

    @property
    def is_address(self) -> bool:
        """Whether the words are a whole address, which an index finds."""
        local, at, domain = self.words.partition("@")
        return bool(local and at and "." in domain) and " " not in self.words


def letters_page(wanted: Wanted, after: str | None, before: str | None) -> Page[StoredLetter]:
    """Letters newest first, one page, without their texts."""
    chosen = _matching(wanted).options(*WITHOUT_BODIES)
    page = page_of(chosen, after, before, letter_of=lambda row: row[0])
    return Page([row[0] for row in page.items], page.next, page.previous)


def _matching(wanted: Wanted) -> Select[StoredLetter]:
    chosen = select(StoredLetter)
    if wanted.state in set(LetterState):
        chosen = chosen.where(StoredLetter.state == wanted.state)
    if wanted.kind:
        chosen = chosen.where(StoredLetter.kind == wanted.kind)
    if wanted.is_address:
        return chosen.where(func.lower(StoredLetter.recipient) == wanted.words.lower())
    if wanted.words:
        columns = (StoredLetter.recipient, StoredLetter.recipient_name, StoredLetter.subject, StoredLetter.about)
        newest = chosen.order_by(StoredLetter.created_at.desc()).limit(LOOKED_THROUGH).subquery()
        said = or_(*(newest.c[column.key].icontains(wanted.words, autoescape=True) for column in columns))
        return select(StoredLetter).where(StoredLetter.id.in_(select(newest.c.id).where(said)))
    return chosen


def bounces_of(letter: StoredLetter) -> Sequence[Bounce]:
    """What came back about a letter."""
    return db.session.scalars(select(Bounce).where(Bounce.letter_id == letter.id).order_by(Bounce.at)).all()


def acts_on(subject: str) -> Sequence[MailAudit]:
    """What staff did to one letter or address, newest first."""
    chosen = select(MailAudit).where(MailAudit.subject == subject)
    return db.session.scalars(chosen.order_by(MailAudit.id.desc()).limit(ROWS_ON_A_PAGE)).all()


def acts_page(after: str | None) -> Page[MailAudit]:
    """Everything that staff did to the post, newest first."""
    return _by_id(select(MailAudit), MailAudit, after)


def suppressions_page(after: str | None, words: str = "") -> Page[Suppression]:
    """Addresses that get no mail, newest first."""
    chosen = select(Suppression).where(Suppression.lifted_at.is_(None))
    if words:
        chosen = chosen.where(Suppression.address.contains(words.lower(), autoescape=True))
    return _by_id(chosen, Suppression, after)


def _by_id(chosen: Select[Numbered], table: type[Numbered], after: str | None) -> Page[Numbered]:
    key = read_cursor(after, 1)
    if key and isinstance(key[0], int):
        chosen = chosen.where(table.id < key[0])
    rows = list(db.session.scalars(chosen.order_by(table.id.desc()).limit(ROWS_ON_A_PAGE + 1)))
    more, rows = len(rows) > ROWS_ON_A_PAGE, rows[:ROWS_ON_A_PAGE]
    return Page(rows, next=write_cursor(rows[-1].id) if more else None)
