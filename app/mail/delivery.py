"""Delivery: claim a batch, look once more whether each letter may go, send, mark each by itself.

Sending happens outside any transaction. A letter is marked in a commit of its own right after the server took it:
at most one extra copy per worker killed between SMTP's 250 and that commit, always with the same Message-ID.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, update
from sqlalchemy.sql.elements import ColumnElement

from app.clock import now as clock_now
from app.db import db, transaction
from app.mail import backoff, claims, pace, recheck
from app.mail.bounces import envelope_sender
from app.mail.message import Sender, UnsendableLetter, build_message, parse_address
from app.mail.models import StoredLetter
from app.mail.queries import letters_are_due
from app.mail.registry import is_secret, kinds
from app.mail.smtp import EXCHANGE_SECONDS, Accepted, Connection, Deferred, Outcome, Refused, Server, SessionTrouble
from app.mail.states import LetterState, Reason
from app.mail.suppression import HARD, note_bounce

BATCH = 50
TROUBLES_THAT_END_A_RUN = 3
LOOK_AGAIN_SECONDS = 0.05


@dataclass(slots=True)
class Delivery:
    """What one run did, by outcome."""

    sent: int = 0
    deferred: int = 0
    refused: int = 0
    withheld: int = 0
    troubles: int = 0
    last_trouble: str = ""

    @property
    def found(self) -> int:
        """How many letters it had in hand."""
        return self.sent + self.deferred + self.refused + self.withheld


@dataclass(slots=True)
class _Run:
    connection: Connection
    sender: Sender
    ends_at: float
    report: Delivery = field(default_factory=Delivery)

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.ends_at or self.report.troubles >= TROUBLES_THAT_END_A_RUN


def deliver(seconds: float = 20.0, linger: float = 0.0) -> Delivery:
    """Send what is due until nothing is, the mail server fails, or `seconds` are over.

    `linger`: so many seconds it keeps looking after a letter, so that the doorbell need not ring for each one.
    """
    with transaction():
        claims.take_back_lost_letters()
    settings = current_app.config
    sender = Sender.parse(settings["MAIL_DEFAULT_SENDER"], settings["MAIL_CONTACT"])
    with Connection(Server.from_settings(settings), sender.address.domain) as connection:
        run = _Run(connection, sender, ends_at=time.monotonic() + seconds)
        quiet_since = float("-inf")
        while not run.is_over:
            if _deliver_batch(run):
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since >= linger:
                break
            else:
                time.sleep(LOOK_AGAIN_SECONDS)
    return run.report


def _deliver_batch(run: _Run) -> bool:
    """Handle one batch; False when nothing is due or the mail server cannot be reached."""
    if not letters_are_due():
        return False
    try:
        run.connection.open()
    except SessionTrouble as trouble:
        # Before any claim: while the server is away no letter changes its state.
        _note_trouble(run, trouble)
        run.report.troubles = TROUBLES_THAT_END_A_RUN
        return False
    claimed_at = time.monotonic()
    with transaction():
        limit = pace.reserve(BATCH, current_app.config["MAIL_RATE_LIMIT"])
        claim = claims.claim(limit)
    with transaction():
        checked = recheck.check(claim.letters, clock_now())
        for letter, verdict in checked.withheld:
            _end(letter, claim.token, verdict.state, verdict.reason, verdict.answer)
    run.report.withheld += len(checked.withheld)
    _send_all(run, claim.token, checked.cleared, lease_ends=claimed_at + claims.LEASE.total_seconds())
    return bool(claim.letters)


def _send_all(run: _Run, token: uuid.UUID, letters: Sequence[StoredLetter], lease_ends: float) -> None:
    for index, letter in enumerate(letters):
        if run.is_over or time.monotonic() + EXCHANGE_SECONDS > lease_ends:
            with transaction():
                claims.give_back(token, [rest.id for rest in letters[index:]])
            return
        _send_one(run, token, letter)


def _send_one(run: _Run, token: uuid.UUID, letter: StoredLetter) -> None:
    try:
        message = build_message(letter, run.sender)
        recipient = parse_address(letter.recipient)
    except (UnsendableLetter, UnicodeError) as fault:
        run.report.refused += 1
        with transaction():
            _end(letter, token, LetterState.FAILED, Reason.UNSENDABLE, str(fault))
        return
    try:
        outcome = run.connection.send(envelope_sender(letter, run.sender), recipient, message)
    except SessionTrouble as trouble:
        _note_trouble(run, trouble)
        with transaction():
            _wait(letter, token, Reason.INTERRUPTED, str(trouble), backoff.after_trouble(letter.interruptions))
        return
    with transaction():
        _mark_outcome(run.report, letter, token, outcome)


def _mark_outcome(report: Delivery, letter: StoredLetter, token: uuid.UUID, outcome: Outcome) -> None:
    match outcome:
        case Accepted(answer):
            report.sent += 1
            _mark(letter, token, LetterState.SENT, answer=answer, reason=None, sent_at=func.now())
        case Refused(answer, by_address):
            report.refused += 1
            _end(letter, token, LetterState.FAILED, Reason.REFUSED, answer)
            if by_address:
                note_bounce(letter, HARD, answer[:3], answer, clock_now())
        case Deferred(answer):
            report.deferred += 1
            if _has_been_refused_long_enough(letter):
                _end(letter, token, LetterState.FAILED, Reason.GAVE_UP, answer)
            else:
                _wait(letter, token, Reason.DEFERRED, answer, backoff.after_deferral(letter.attempts))


def _has_been_refused_long_enough(letter: StoredLetter) -> bool:
    kind = kinds().get(letter.kind)
    patience = kind.give_up_after if kind else timedelta(days=3)
    return clock_now() > letter.queued_at + patience


def _note_trouble(run: _Run, trouble: SessionTrouble) -> None:
    run.report.troubles += 1
    run.report.last_trouble = str(trouble)
    current_app.logger.warning("mail server: %s", trouble)


def _wait(letter: StoredLetter, token: uuid.UUID, reason: Reason, answer: str, wait: timedelta) -> None:
    counter = "interruptions" if reason == Reason.INTERRUPTED else "attempts"
    counted = {counter: getattr(letter, counter) + 1}
    _mark(letter, token, LetterState.QUEUED, reason=reason, answer=answer, due_at=func.now() + wait, **counted)


def _end(letter: StoredLetter, token: uuid.UUID, state: LetterState, reason: Reason, answer: str) -> None:
    _mark(letter, token, state, reason=reason, answer=answer)


def _mark(letter: StoredLetter, token: uuid.UUID, state: LetterState, **facts: object) -> None:
    """Say how far a letter has got, if the claim is still ours."""
    ended_at: ColumnElement[datetime] | None = None if state == LetterState.QUEUED else func.now()
    if ended_at is not None and is_secret(letter.kind):
        # A link that opens an account is nobody's to read again, not even ours.
        facts |= {"body_text": "", "body_html": ""}
    db.session.execute(
        update(StoredLetter)
        .where(StoredLetter.id == letter.id, StoredLetter.claim_token == token)
        .values(state=state, ended_at=ended_at, claim_token=None, leased_until=None, **facts)
        .execution_options(synchronize_session=False)
    )
