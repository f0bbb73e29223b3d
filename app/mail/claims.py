"""Claims: which letters this worker sends next, held by a lease and a token on the database's clock.

Two workers never hold the same letter: rows are taken FOR UPDATE SKIP LOCKED, and every mark asks for the token
that the claim gave. A worker that dies leaves a lease behind, which runs out.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from app.db import db
from app.mail.models import MailControl, StoredLetter
from app.mail.states import LetterState, Reason

# Longer than any one exchange with the mail server may take (smtp.EXCHANGE_SECONDS); a letter is only begun
# while enough of it is left.
LEASE = timedelta(seconds=90)
# A letter that was held by dying workers so often is claimed alone, after all others; if its worker then still
# dies as often again, it is taken for the cause.
LOST_LEASES_OF_A_SUSPECT = 3
LOST_LEASES_OF_A_POISONED_LETTER = 8
SUSPECT = StoredLetter.lost_leases >= LOST_LEASES_OF_A_SUSPECT


@dataclass(frozen=True, slots=True)
class Claim:
    """The letters held, and the token that marks must show."""

    token: uuid.UUID
    letters: Sequence[StoredLetter]


def claim(limit: int) -> Claim:
    """Take up to `limit` letters that are due, transactional before bulk, oldest first; none while paused."""
    token = uuid.uuid4()
    control = db.session.get(MailControl, 1)
    if control and control.paused_all:
        return Claim(token, [])
    lines = [StoredLetter.topic.is_(None)]
    if not (control and control.paused_optional):
        lines.append(StoredLetter.topic.is_not(None))
    letters: list[StoredLetter] = []
    for line in lines:
        letters += _take(line & ~SUSPECT, token, limit - len(letters))
    for line in lines:
        letters = letters or _take(line & SUSPECT, token, 1)
    return Claim(token, letters)


def _take(line: ColumnElement[bool], token: uuid.UUID, limit: int) -> list[StoredLetter]:
    if limit < 1:
        return []
    chosen = (
        select(StoredLetter.id)
        .where(StoredLetter.state == LetterState.QUEUED, line, StoredLetter.due_at <= func.now())
        .order_by(StoredLetter.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    taken = db.session.scalars(
        update(StoredLetter)
        .where(StoredLetter.id == chosen.c.id)
        .values(state=LetterState.SENDING, claim_token=token, leased_until=func.now() + LEASE)
        .returning(StoredLetter)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    letters = sorted(taken, key=lambda letter: letter.due_at)
    # From here on they are values: no commit makes the session read them again, one by one.
    for letter in letters:
        db.session.expunge(letter)
    return letters


def give_back(token: uuid.UUID, letter_ids: Sequence[uuid.UUID]) -> None:
    """Queue claimed letters again that were not begun, as if nothing had happened."""
    if letter_ids:
        db.session.execute(
            update(StoredLetter)
            .where(StoredLetter.id.in_(letter_ids), StoredLetter.claim_token == token)
            .values(state=LetterState.QUEUED, claim_token=None, leased_until=None)
            .execution_options(synchronize_session=False)
        )


def take_back_lost_letters() -> int:
    """Queue again what dead workers held; a letter that keeps killing them is set aside. Returns how many."""
    lost = (StoredLetter.state == LetterState.SENDING) & (StoredLetter.leased_until < func.now())
    poisonous = StoredLetter.lost_leases >= LOST_LEASES_OF_A_POISONED_LETTER
    ended = {"state": LetterState.FAILED, "reason": Reason.POISONED, "ended_at": func.now()}
    again = {"state": LetterState.QUEUED, "lost_leases": StoredLetter.lost_leases + 1}
    return _free(lost & poisonous, ended) + _free(lost & ~poisonous, again)


def _free(which: ColumnElement[bool], values: dict[str, Any]) -> int:
    done = db.session.execute(
        update(StoredLetter)
        .where(which)
        .values(claim_token=None, leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", done).rowcount
