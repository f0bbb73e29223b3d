"""What comes back: hard bounces suppress, soft ones count, complaints end a topic, nonsense does nothing."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.factory import RETURN_READERS
from app.mail import Letter, post, returns
from app.mail.bounces import envelope_sender, ingest, letter_id_of
from app.mail.message import Sender
from app.mail.models import Bounce, StoredLetter, Suppression, TopicChoice
from app.mail.reports import read_report
from tests.mail.imap_server import ScriptedMailbox, imap_server

SENDER = Sender.parse("Haus <konvent@haus.example>")
DSN = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; jana@post.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user
--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}@haus.example>
--b--
"""
ARF = """\
From: fbl@mx.example
To: {to}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Feedback/1.0

--b--
"""


@pytest.fixture
def sent(app: Flask, db_session: Session, specimen: Letter, now: datetime) -> StoredLetter:
    post(replace(specimen, kind=replace(specimen.kind, topic="digest")), now)
    return db_session.scalars(select(StoredLetter)).one()


def _return_address(app: Flask, letter: StoredLetter, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(app.config, "MAIL_BOUNCE_ADDRESS", "bounce@haus.example")
    return envelope_sender(letter, SENDER)


def _dsn(to: str, action: str = "failed", status: str = "5.1.1", message_id: str = "0" * 32) -> bytes:
    return DSN.format(to=to, action=action, status=status, message_id=message_id).encode()


def test_a_hard_bounce_suppresses_at_once_and_twice_counts_once(
    app: Flask, sent: StoredLetter, now: datetime, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = _return_address(app, sent, monkeypatch)
    assert letter_id_of(to) == sent.id
    for _ in range(2):
        assert ingest(_dsn(to), now) == "hard 5.1.1 for specimen"
    assert db_session.scalars(select(Suppression.address)).all() == ["jana@post.example"]
    assert len(db_session.scalars(select(Bounce)).all()) == 1


def test_the_quoted_message_id_will_do(sent: StoredLetter, now: datetime, db_session: Session) -> None:
    ingest(_dsn("konvent@haus.example", message_id=sent.id.hex), now)
    assert db_session.scalars(select(Suppression)).all()


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "5.2.2"), ("failed", "4.2.2")])
def test_soft_bounces_only_count(
    sent: StoredLetter, now: datetime, db_session: Session, action: str, status: str
) -> None:
    ingest(_dsn("x@haus.example", action, status, sent.id.hex), now)
    assert db_session.scalars(select(Bounce.weight)).all() == ["soft"]
    assert not db_session.scalars(select(Suppression)).all()


def test_a_complaint_ends_the_topic(
    app: Flask, sent: StoredLetter, now: datetime, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = _return_address(app, sent, monkeypatch)
    assert ingest(ARF.format(to=to).encode(), now) == "complaint abuse for specimen"
    choice = db_session.scalars(select(TopicChoice)).one()
    assert (choice.address, choice.topic, choice.wanted) == ("jana@post.example", "digest", False)


def test_a_forged_token_names_no_letter(
    app: Flask, sent: StoredLetter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = _return_address(app, sent, monkeypatch)
    token = to.removesuffix("@haus.example")
    forged = token[:-1] + ("0" if token[-1] != "0" else "1") + "@haus.example"
    assert letter_id_of(forged) is None
    assert ingest(_dsn("bounce+" + sent.id.hex + "0" * 12 + "@haus.example"), now) == "a report on no letter of ours"


@settings(deadline=None, max_examples=150)
@given(cut=st.integers(0, 600), junk=st.binary(max_size=60))
def test_a_malformed_report_never_breaks_the_reader(cut: int, junk: bytes) -> None:
    whole = _dsn("a@b.example")
    read_report(whole[:cut] + junk + whole[cut:])
    read_report(junk)


def test_a_maildir_is_read_once(app: Flask, sent: StoredLetter, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(_dsn("x@haus.example", message_id=sent.id.hex))
    box.add(b"Subject: Urlaub\n\nIch bin nicht da.")
    runner = app.test_cli_runner()
    first = runner.invoke(args=["mail", "ingest-bounces", "--maildir", str(tmp_path / "box")]).output
    assert "hard 5.1.1" in first
    assert "no report" in first
    assert runner.invoke(args=["mail", "ingest-bounces", "--maildir", str(tmp_path / "box")]).output == ""
    piped = runner.invoke(args=["mail", "ingest-bounces"], input=b"nothing")
    assert piped.output == "no report\n"


@pytest.fixture
def imap(app: Flask, sent: StoredLetter, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedMailbox]:
    mails = {
        3: _dsn("x@haus.example", message_id=sent.id.hex),
        7: b"Subject: Urlaub\r\n\r\nBin weg.",
        8: b"BEGIN:VCALENDAR",
    }
    with imap_server(ScriptedMailbox(mails)) as box:
        settings = {"HOST": "127.0.0.1", "PORT": box.port, "USERNAME": "bounce", "PASSWORD": "geheim", "USE_SSL": False}
        for name, value in settings.items():
            monkeypatch.setitem(app.config, f"BOUNCE_IMAP_{name}", value)
        yield box


def test_a_mailbox_is_read_once_over_imap_and_others_may_read_too(app: Flask, imap: ScriptedMailbox) -> None:
    returns.register(app, [lambda raw, _: "a reply" if raw.startswith(b"BEGIN") else None])
    try:
        runner = app.test_cli_runner()
        first = runner.invoke(args=["mail", "ingest-bounces", "--imap"])
        assert first.output.splitlines() == ["3: hard 5.1.1 for specimen", "7: no report", "8: a reply"]
        assert imap.seen == {3, 7, 8}
        assert runner.invoke(args=["mail", "ingest-bounces", "--imap"]).output == ""
    finally:
        returns.register(app, RETURN_READERS)


def test_a_mailbox_that_cannot_be_read_says_why(
    app: Flask, imap: ScriptedMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = app.test_cli_runner()
    monkeypatch.setitem(app.config, "BOUNCE_IMAP_PASSWORD", "falsch")
    refused = runner.invoke(args=["mail", "ingest-bounces", "--imap"])
    assert refused.exit_code == 1
    assert "127.0.0.1" in refused.output
    monkeypatch.setitem(app.config, "BOUNCE_IMAP_HOST", None)
    assert "BOUNCE_IMAP_HOST" in runner.invoke(args=["mail", "ingest-bounces", "--imap"]).output
    assert not imap.seen
