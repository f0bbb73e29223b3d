"""What tests of the outbox do all the time: post specimens, look at them, turn the database's clock."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.clock import now as clock_now
from app.db import db, transaction
from app.mail import Letter, LetterKind, Recipient, post
from app.mail.models import StoredLetter
from app.mail.states import LetterState
from tests.mail.conftest import SPECIMEN


def post_specimens(count: int = 1, kind: LetterKind = SPECIMEN, now: datetime | None = None) -> None:
    """One to p0@post.example, one to p1@post.example and so on, committed."""
    with transaction():
        for number in range(count):
            letter = Letter(kind, Recipient(f"p{number}@post.example", f"Person {number}"), "idea:1", SPECIMEN.sample)
            post(letter, now or clock_now())


def make_due() -> None:
    """Let every wait be over."""
    with transaction():
        db.session.execute(update(StoredLetter).values(due_at=func.now() - timedelta(seconds=1)))


def let_leases_run_out() -> None:
    """As if the workers that hold letters had died a while ago."""
    with transaction():
        over = func.now() - timedelta(seconds=1)
        held = update(StoredLetter).where(StoredLetter.state == LetterState.SENDING)
        db.session.execute(held.values(leased_until=over))


def letter_to(address: str = "p0@post.example") -> StoredLetter:
    """The one letter to an address, read afresh."""
    db.session.rollback()
    return db.session.scalars(select(StoredLetter).where(StoredLetter.recipient == address)).one()


def states() -> Counter[str]:
    """How many letters are in which state."""
    db.session.rollback()
    return Counter(db.session.scalars(select(StoredLetter.state)))
