"""From the outbox to the mail server: each letter once, in a fair order, nobody blamed for another's fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text, update
from sqlalchemy.orm import Session

from app.clock import now as clock_now
from app.db import db, transaction
from app.mail import Letter, Posted, Recipient, delivery, pace, post, post_many, suppression
from app.mail.models import Bounce, MailControl, StoredLetter
from app.mail.states import LetterState, Reason
from tests.mail.conftest import SPECIMEN
from tests.mail.outbox import letter_to, make_due, post_specimens, states
from tests.mail.smtp_server import Does, ScriptedServer


@pytest.fixture(autouse=True)
def _known(specimen: Letter, committed: Session) -> None:
    """Each test here has the specimen kind and real commits."""


@pytest.mark.parametrize("pipelining", [True, False])
def test_letters_go_out_over_one_connection(server: ScriptedServer, pipelining: bool) -> None:
    server.pipelining = pipelining
    post_specimens(5)
    report = delivery.deliver()
    assert (report.sent, server.sessions) == (5, 1)
    assert states() == {LetterState.SENT: 5}
    letter = letter_to()
    assert letter.sent_at is not None
    assert letter.answer is not None
    assert letter.answer.startswith("250")
    assert server.taken[0].message["To"] == '"Person 0" <p0@post.example>'
    assert delivery.deliver().found == 0


def test_posting_twice_is_posting_once(server: ScriptedServer) -> None:
    post_specimens(2)
    post_specimens(2)
    delivery.deliver()
    post_specimens(2)
    assert delivery.deliver().found == 0
    assert len(server.taken) == 2


def test_a_refused_recipient_blocks_nobody(server: ScriptedServer) -> None:
    server.on("p1@post.example", Does.REFUSE)
    server.on("p2@post.example", Does.REFUSE_CONTENT)
    post_specimens(4)
    report = delivery.deliver()
    assert (report.sent, report.refused, server.sessions) == (2, 2, 1)
    refused = letter_to("p1@post.example")
    assert (refused.state, refused.reason) == (LetterState.FAILED, Reason.REFUSED)
    assert refused.answer == "550 5.1.1 No such user"
    # The address answers for its own refusal, not for what the letter said.
    assert list(db.session.scalars(select(Bounce.address))) == ["p1@post.example"]


def test_a_deferred_letter_waits_a_minute_and_then_goes(server: ScriptedServer) -> None:
    server.on("p0@post.example", Does.DEFER)
    post_specimens(2)
    assert delivery.deliver().deferred == 1
    letter = letter_to()
    assert (letter.state, letter.reason, letter.attempts) == (LetterState.QUEUED, Reason.DEFERRED, 1)
    wait = letter.due_at - db.session.scalars(select(func.now())).one()
    assert timedelta(seconds=40) < wait < timedelta(seconds=80)
    assert delivery.deliver().found == 0
    make_due()
    assert delivery.deliver().sent == 1


def test_a_letter_that_is_put_off_for_days_has_failed(server: ScriptedServer) -> None:
    server.on("p0@post.example", Does.DEFER)
    post_specimens()
    with transaction():
        db.session.execute(update(StoredLetter).values(queued_at=func.now() - timedelta(days=3, hours=1)))
    delivery.deliver()
    assert letter_to().reason == Reason.GAVE_UP


@pytest.mark.parametrize("trouble", [Does.CUT_IN_DATA, Does.CLOSE])
def test_a_broken_session_blames_noletter_to(server: ScriptedServer, trouble: Does) -> None:
    server.on("p1@post.example", trouble)
    post_specimens(3)
    report = delivery.deliver()
    assert (report.sent, report.troubles, server.sessions) == (2, 1, 2)
    letter = letter_to("p1@post.example")
    assert (letter.state, letter.reason, letter.attempts) == (LetterState.QUEUED, Reason.INTERRUPTED, 0)
    make_due()
    assert delivery.deliver().sent == 1


def test_a_lost_250_brings_the_same_letter_again(server: ScriptedServer) -> None:
    server.on("p0@post.example", Does.CUT_BEFORE_250)
    post_specimens()
    delivery.deliver()
    make_due()
    delivery.deliver()
    first, second = server.taken
    assert first.raw == second.raw
    assert first.message_id == second.message_id


def test_while_the_server_is_away_no_letter_changes(app: Flask) -> None:
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=1)
    post_specimens(3)
    report = delivery.deliver()
    assert report.last_trouble
    assert states() == {LetterState.QUEUED: 3}
    assert letter_to().interruptions == 0


def test_what_is_too_old_is_not_sent(server: ScriptedServer) -> None:
    post_specimens(now=clock_now() - timedelta(days=6))
    delivery.deliver()
    assert (letter_to().state, letter_to().reason) == (LetterState.EXPIRED, Reason.TOO_OLD)
    assert not server.taken


def test_what_is_no_longer_true_is_not_sent(app: Flask, server: ScriptedServer) -> None:
    kind = replace(SPECIMEN, still_true=lambda posted: "Die Sitzung ist verlegt" if posted.about == "idea:1" else None)
    app.extensions["letter_kinds"] = {kind.name: kind}
    post_specimens(kind=kind)
    delivery.deliver()
    letter = letter_to()
    assert (letter.state, letter.reason, letter.answer) == (
        LetterState.CANCELLED,
        Reason.NOT_TRUE,
        "Die Sitzung ist verlegt",
    )
    assert not server.taken


def test_a_suppressed_address_gets_nothing_until_that_is_lifted(server: ScriptedServer) -> None:
    with transaction():
        suppression.suppress("P0@post.example", "hard", clock_now())
    post_specimens(2)
    delivery.deliver()
    assert letter_to().state == LetterState.SUPPRESSED
    assert [taken.recipient for taken in server.taken] == ["p1@post.example"]
    with transaction():
        assert suppression.lift_suppression("p0@post.example", 1, "Postfach wieder da", clock_now())
        assert suppression.suppressed_addresses(["p0@post.example"]) == set()


def test_three_refusals_suppress_an_address(server: ScriptedServer) -> None:
    for number in range(3):
        server.on("p0@post.example", Does.REFUSE)
        with transaction():
            letter = Letter(SPECIMEN, Recipient("p0@post.example", "P"), f"idea:{number}", SPECIMEN.sample)
            post(letter, clock_now())
        delivery.deliver()
    with transaction():
        assert suppression.suppressed_addresses(["p0@post.example"]) == {"p0@post.example"}


def test_what_cannot_be_a_message_fails_alone(server: ScriptedServer) -> None:
    post_specimens(2)
    with transaction():
        broken = update(StoredLetter).where(StoredLetter.recipient == "p0@post.example")
        db.session.execute(broken.values(recipient="no address"))
    delivery.deliver()
    assert letter_to("no address").reason == Reason.UNSENDABLE
    assert letter_to("p1@post.example").state == LetterState.SENT


def test_transactional_letters_go_before_bulk(app: Flask, server: ScriptedServer) -> None:
    post_specimens(60)
    with transaction():
        db.session.execute(update(StoredLetter).values(topic="digest", due_at=func.now() - timedelta(hours=1)))
    with transaction():
        post(Letter(SPECIMEN, Recipient("eilig@post.example", "E"), "idea:2", SPECIMEN.sample), clock_now())
    delivery.deliver()
    assert server.taken[0].recipient == "eilig@post.example"
    assert len(server.taken) == 61


def test_both_pauses_hold(server: ScriptedServer) -> None:
    post_specimens(2)
    with transaction():
        db.session.execute(update(StoredLetter).where(StoredLetter.recipient.like("p1%")).values(topic="digest"))
        db.session.add(MailControl(id=1, paused_all=True, paused_optional=True))
    assert delivery.deliver().found == 0
    with transaction():
        db.session.execute(update(MailControl).values(paused_all=False))
    assert delivery.deliver().found == 1
    assert letter_to("p1@post.example").state == LetterState.QUEUED


def test_the_ceiling_holds(app: Flask, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAIL_RATE_LIMIT", 5.0)
    post_specimens(12)
    assert 1 <= delivery.deliver(seconds=0.5).sent <= 5
    with transaction():
        db.session.execute(update(MailControl).values(next_slot_at=func.now()))
        assert pace.reserve(50, 5.0) == 5
        assert pace.reserve(50, 5.0) == 0
        assert pace.reserve(50, 0) == 50


def test_a_slow_server_gets_more_sessions_up_to_the_ceiling(
    app: Flask, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAIL_SESSIONS", 4)
    server.delay = 0.1
    post_specimens(80)
    assert delivery.deliver(seconds=60).sent == 80
    assert 2 <= server.sessions <= 4
    assert max(Counter(taken.message_id for taken in server.taken).values()) == 1


def test_one_session_will_do_when_the_ceiling_says_so(
    app: Flask, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAIL_SESSIONS", 1)
    server.delay = 0.02
    post_specimens(30)
    assert delivery.deliver(seconds=60).sent == 30
    assert server.sessions == 1


def test_one_refused_recipient_blocks_nobody_in_parallel_sessions(
    app: Flask, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAIL_SESSIONS", 3)
    server.delay = 0.05
    for number in range(0, 60, 7):
        server.on(f"p{number}@post.example", Does.REFUSE)
    post_specimens(60)
    report = delivery.deliver(seconds=60)
    assert (report.sent, report.refused) == (51, 9)


def test_a_kind_may_answer_for_a_whole_batch(app: Flask, server: ScriptedServer) -> None:
    asked: list[int] = []

    def untrue(posted: Sequence[Posted]) -> list[str | None]:
        asked.append(len(posted))
        return ["Verlegt" if one.recipient == "p1@post.example" else None for one in posted]

    kind = replace(SPECIMEN, still_true_many=untrue)
    app.extensions["letter_kinds"] = {kind.name: kind}
    post_specimens(9, kind=kind)
    report = delivery.deliver()
    assert (report.sent, report.withheld, asked) == (8, 1, [9])


def test_a_check_that_breaks_the_transaction_stops_nothing(app: Flask, server: ScriptedServer) -> None:
    def broken(posted: Posted) -> str | None:
        if posted.recipient == "p1@post.example":
            db.session.execute(text("SELECT 1 / 0"))
        return "Verlegt" if posted.recipient == "p2@post.example" else None

    kind = replace(SPECIMEN, still_true=broken)
    app.extensions["letter_kinds"] = {kind.name: kind}
    post_specimens(4, kind=kind)
    report = delivery.deliver()
    assert (report.sent, report.withheld) == (3, 1)
    assert letter_to("p2@post.example").answer == "Verlegt"


def test_many_are_posted_with_one_statement(specimen: Letter, committed: Session) -> None:
    statements: list[str] = []
    letters = [replace(specimen, about=f"idea:{number}") for number in range(300)]
    event.listen(db.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    with transaction():
        post_many(letters, clock_now())
        post_many([*letters[:5], replace(specimen, about="idea:new")], clock_now())
    assert len([said for said in statements if said.startswith("INSERT INTO letter")]) == 2
    assert states() == {LetterState.QUEUED: 301}
