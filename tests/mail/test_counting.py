"""Statistics count every letter once, whoever counts; old texts are forgotten, facts stay."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.db import db, transaction
from app.mail import Letter
from app.mail.counting import count_a_piece
from app.mail.forgetting import forget_bodies
from app.mail.models import LetterTally, StoredLetter
from app.mail.queries.tallies import seconds_to_acceptance, tallies
from app.mail.services import send_letter_now
from app.mail.states import LetterState, Reason
from app.mail.sweeps import COUNT_LETTERS, PURGE_LETTER_BODIES
from app.sweeps import run
from tests.mail.outbox import letter_to, post_specimens


def _sent(minutes_ago: int, address: str) -> None:
    ended = func.now() - timedelta(minutes=minutes_ago)
    facts = {"ended_at": ended, "sent_at": ended, "queued_at": ended - timedelta(seconds=3)}
    sent = update(StoredLetter).where(StoredLetter.recipient == address)
    with transaction():
        db.session.execute(sent.values(state=LetterState.SENT, attempts=1, **facts))


def _numbers() -> dict[str, tuple[int, int]]:
    return {line.state: (line.letters, line.retries) for line in tallies()}


def test_counting_changes_no_number(app: Flask, db_session: Session, specimen: Letter) -> None:
    post_specimens(4)
    _sent(60 * 24 * 40, "p0@post.example")
    _sent(60, "p1@post.example")
    _sent(1, "p2@post.example")
    before, waits = _numbers(), seconds_to_acceptance()
    assert before == {"queued": (1, 0), "sent": (3, 3)}
    assert waits[0][-1] == 3
    assert abs(waits[1] - 9) < 0.1
    while count_a_piece() is not None:
        pass
    assert db_session.scalar(select(LetterTally.letters)) == 2, "the newest is not yet counted for good"
    assert (_numbers(), seconds_to_acceptance()) == (before, waits)
    run(COUNT_LETTERS, now())
    assert _numbers() == before


def test_a_letter_that_is_sent_again_is_counted_where_it_is(app: Flask, db_session: Session, specimen: Letter) -> None:
    post_specimens(1)
    ended = {"state": LetterState.FAILED, "reason": Reason.REFUSED, "ended_at": func.now() - timedelta(hours=1)}
    with transaction():
        db.session.execute(update(StoredLetter).values(**ended))
        count_a_piece()
    assert _numbers() == {"failed": (1, 0)}
    assert send_letter_now(letter_to().id, 1, now())
    assert _numbers() == {"queued": (1, 0)}


def test_texts_are_forgotten_after_thirty_days_and_looked_at_once(
    app: Flask, db_session: Session, specimen: Letter
) -> None:
    post_specimens(3)
    _sent(60 * 24 * 31, "p0@post.example")
    _sent(60 * 24 * 29, "p1@post.example")
    run(PURGE_LETTER_BODIES, now())
    kept = {row.recipient: bool(row.body_text) for row in db_session.scalars(select(StoredLetter))}
    assert kept == {"p0@post.example": False, "p1@post.example": True, "p2@post.example": True}
    assert letter_to("p0@post.example").why
    assert forget_bodies(now()) == 0
