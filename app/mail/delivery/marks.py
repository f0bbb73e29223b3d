"""Marks: how far a letter has got, written one by one, each in a commit of its own, if the claim is still ours."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from types import TracebackType

from sqlalchemy import Connection, bindparam, func, null, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from app.clock import now as clock_now
from app.db import db, transaction
from app.mail import backoff
from app.mail.models import StoredLetter
from app.mail.recheck import Verdict
from app.mail.registry import is_secret, kinds
from app.mail.smtp import Accepted, Deferred, Outcome, Refused
from app.mail.states import LetterState, Reason
from app.mail.suppression import HARD, note_bounce

# As long as a letter's lease may still have, and as long as a database takes to restart.
INSISTS_FOR_SECONDS = 25.0
LOOKS_AGAIN_SECONDS = 0.25
PATIENCE_WITH_UNKNOWN_KINDS = timedelta(days=3)
# A link that opens an account is nobody's to read again, not even ours.
FORGOTTEN = {"body_text": "", "body_html": ""}
_SENT = (
    update(StoredLetter.__table__)  # type: ignore[arg-type]
    .where(StoredLetter.id == bindparam("the_id"), StoredLetter.claim_token == bindparam("the_token"))
    .values(
        state=LetterState.SENT.value,
        answer=bindparam("the_answer"),
        reason=null(),
        sent_at=func.now(),
        ended_at=func.now(),
        claim_token=null(),
        leased_until=null(),
    )
)
_SENT_AND_FORGOTTEN = _SENT.values(**FORGOTTEN)


class Marker:
    """Marks for one claim's letters. Accepted ones, nearly all, take one round trip on a connection that it keeps.

    What the mail server has answered is true whatever happens to the database: while that restarts, a mark is tried
    again, so that no letter goes twice for it.
    """

    def __init__(self, token: uuid.UUID) -> None:
        self._token = token
        self._connection: Connection | None = None

    def __enter__(self) -> Marker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()

    def outcome(self, letter: StoredLetter, outcome: Outcome) -> None:
        """What the mail server said of a letter."""
        match outcome:
            case Accepted(answer):
                self._insist(lambda: self._sent(letter, answer))
            case Refused(answer, by_address):
                self._insist(lambda: self._refused(letter, answer, by_address))
            case Deferred(answer):
                self._insist(lambda: self._deferred(letter, answer))

    def unsendable(self, letter: StoredLetter, why: str) -> None:
        """No message could be made of it."""
        with self._transaction():
            end(letter, self._token, LetterState.FAILED, Reason.UNSENDABLE, why)

    def interrupted(self, letter: StoredLetter, trouble: str) -> None:
        """Its session broke; the letter is not to blame."""
        with self._transaction():
            _wait(letter, self._token, Reason.INTERRUPTED, trouble, backoff.after_trouble(letter.interruptions))

    def _insist(self, write: Callable[[], None]) -> None:
        ends = time.monotonic() + INSISTS_FOR_SECONDS
        while True:
            try:
                write()
            except (OperationalError, InterfaceError):
                self._let_go()
                if time.monotonic() > ends:
                    raise
                time.sleep(LOOKS_AGAIN_SECONDS)
            else:
                return

    def _sent(self, letter: StoredLetter, answer: str) -> None:
        if self._connection is None:
            # Each statement commits by itself: one round trip instead of three.
            self._connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        statement = _SENT_AND_FORGOTTEN if is_secret(letter.kind) else _SENT
        self._connection.execute(statement, {"the_id": letter.id, "the_token": self._token, "the_answer": answer})

    def _refused(self, letter: StoredLetter, answer: str, by_address: bool) -> None:
        with self._transaction():
            end(letter, self._token, LetterState.FAILED, Reason.REFUSED, answer)
            if by_address:
                note_bounce(letter, HARD, answer[:3], answer, clock_now())

    def _deferred(self, letter: StoredLetter, answer: str) -> None:
        with self._transaction():
            if _has_been_refused_long_enough(letter):
                end(letter, self._token, LetterState.FAILED, Reason.GAVE_UP, answer)
            else:
                _wait(letter, self._token, Reason.DEFERRED, answer, backoff.after_deferral(letter.attempts))

    def _transaction(self) -> AbstractContextManager[Session]:
        # A session with the mail server holds one connection to the database at a time, so the pool never runs dry.
        self._let_go()
        return transaction()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def withhold(letter: StoredLetter, token: uuid.UUID, verdict: Verdict) -> None:
    """End a letter that does not go."""
    end(letter, token, verdict.state, verdict.reason, verdict.answer)


def end(letter: StoredLetter, token: uuid.UUID, state: LetterState, reason: Reason, answer: str) -> None:
    """End a letter unsent, and say why."""
    mark(letter, token, state, reason=reason, answer=answer)


def mark(letter: StoredLetter, token: uuid.UUID, state: LetterState, **facts: object) -> None:
    """Say how far a letter has got, if the claim is still ours."""
    ended_at: ColumnElement[datetime] | None = None if state == LetterState.QUEUED else func.now()
    if ended_at is not None and is_secret(letter.kind):
        facts |= FORGOTTEN
    db.session.execute(
        update(StoredLetter)
        .where(StoredLetter.id == letter.id, StoredLetter.claim_token == token)
        .values(state=state, ended_at=ended_at, claim_token=None, leased_until=None, **facts)
        .execution_options(synchronize_session=False)
    )


def _wait(letter: StoredLetter, token: uuid.UUID, reason: Reason, answer: str, wait: timedelta) -> None:
    counter = "interruptions" if reason == Reason.INTERRUPTED else "attempts"
    counted = {counter: getattr(letter, counter) + 1}
    mark(letter, token, LetterState.QUEUED, reason=reason, answer=answer, due_at=func.now() + wait, **counted)


def _has_been_refused_long_enough(letter: StoredLetter) -> bool:
    kind = kinds().get(letter.kind)
    patience = kind.give_up_after if kind else PATIENCE_WITH_UNKNOWN_KINDS
    return clock_now() > letter.queued_at + patience
