"""Claims: workers share, the dead lose their hold, and a letter that kills is set aside."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.mail import Letter, claims, delivery
from app.mail.delivery.marks import mark
from app.mail.states import LetterState, Reason
from tests.mail.outbox import let_leases_run_out, letter_to, post_specimens, states
from tests.mail.smtp_server import ScriptedServer


@pytest.fixture(autouse=True)
def _known(specimen: Letter, committed: Session) -> None:
    """Each test here has the specimen kind and real commits."""


def test_parallel_workers_share_and_send_nothing_twice(app: Flask, server: ScriptedServer) -> None:
    server.delay = 0.002
    post_specimens(120)
    reports = []

    def work() -> None:
        with app.app_context():
            reports.append(delivery.deliver())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(report.sent for report in reports) == 120
    assert max(Counter(taken.message_id for taken in server.taken).values()) == 1
    assert sum(report.sent > 0 for report in reports) >= 2


def test_a_dead_workers_letters_come_back_when_its_lease_is_over(server: ScriptedServer) -> None:
    post_specimens(2)
    with transaction():
        claims.claim(10)
    assert delivery.deliver().found == 0
    let_leases_run_out()
    assert delivery.deliver().sent == 2
    assert letter_to().lost_leases == 1


def test_a_mark_needs_the_claims_token(server: ScriptedServer) -> None:
    post_specimens()
    with transaction():
        first = claims.claim(1)
    let_leases_run_out()
    with transaction():
        claims.take_back_lost_letters()
    with transaction():
        second = claims.claim(1)
    with transaction():
        claims.give_back(first.token, [first.letters[0].id])
    assert letter_to().claim_token == second.token


def test_a_letter_that_kills_its_workers_is_set_aside_alone(server: ScriptedServer) -> None:
    post_specimens(5)
    for _ in range(40):
        with transaction():
            claims.take_back_lost_letters()
        with transaction():
            claim = claims.claim(50)
        if not claim.letters:
            break
        for letter in claim.letters:
            if letter.recipient == "p0@post.example":
                break
            mark(letter, claim.token, LetterState.SENT, sent_at=func.now())
        db.session.commit()
        let_leases_run_out()
    assert letter_to().reason == Reason.POISONED
    assert states() == {LetterState.FAILED: 1, LetterState.SENT: 4}
