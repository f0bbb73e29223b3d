"""A letter's calendar entry: stored with it, sent as mail programs want it, forgotten with its body."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTPUTF8

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from app import sweeps
from app.clock import now as clock_now
from app.db import db, transaction
from app.mail import CalendarPart, Letter, delivery, organizer, post
from app.mail.message import Sender, UnsendableLetter, build_message
from app.mail.models import StoredLetter
from app.mail.states import LetterState
from app.mail.sweeps import PURGE_LETTER_BODIES
from tests.mail.outbox import letter_to
from tests.mail.smtp_server import ScriptedServer
from tests.mail.test_message import make_letter

ENTRY = """BEGIN:VCALENDAR\r
METHOD:{method}\r
BEGIN:VEVENT\r
SUMMARY:Sitzung in Zwönitz\r
ORGANIZER;CN="Regionalkonvent":\r
 mailto:{organizer}\r
END:VEVENT\r
END:VCALENDAR\r
"""
SENDER = Sender.parse("Regionalkonvent Chemnitz <konvent@haus.example>")


def _entry(method: str = "REQUEST", by: str = "konvent@regionalkonvent.example") -> str:
    return ENTRY.format(method=method, organizer=by)


def _parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=SMTPUTF8)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_it_is_an_alternative_and_a_file(method: str) -> None:
    text = _entry(method)
    message = _parsed(build_message(make_letter(calendar_method=method, calendar_text=text), SENDER))
    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.iter_parts()
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    entry = list(alternative.iter_parts())[-1]
    assert (entry.get_param("method"), entry.get_content_charset(), entry.is_attachment()) == (method, "utf-8", False)
    assert (attached.get_content_type(), attached.get_param("method")) == ("text/calendar", method)
    assert (attached.get_filename(), attached.is_attachment()) == ("invite.ics", True)
    assert [part.get_payload(decode=True) for part in (entry, attached)] == [text.encode()] * 2


def test_lines_keep_the_limits_of_mail() -> None:
    raw = build_message(make_letter(calendar_method="REQUEST", calendar_text=_entry() * 20), SENDER)
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_method_cannot_inject_a_header() -> None:
    with pytest.raises(UnsendableLetter):
        build_message(make_letter(calendar_method="REQUEST\r\nBcc: x@y.example", calendar_text="x"), SENDER)


def test_the_method_must_be_the_calendars() -> None:
    with pytest.raises(ValueError, match="METHOD"):
        CalendarPart("CANCEL", _entry("REQUEST"))


def test_who_invites_must_be_who_writes(app: Flask, db_session: Session, specimen: Letter, now: datetime) -> None:
    assert organizer() == ("Regionalkonvent Chemnitz", "konvent@regionalkonvent.example")
    with pytest.raises(ValueError, match="ORGANIZER"):
        post(replace(specimen, calendar=CalendarPart("REQUEST", _entry(by="other@house.example"))), now)


def test_it_goes_out_as_it_was_posted(server: ScriptedServer, specimen: Letter, committed: Session) -> None:
    with transaction():
        post(replace(specimen, calendar=CalendarPart("REQUEST", _entry())), clock_now())
    assert delivery.deliver().sent == 1
    (entry, _) = (part for part in server.taken[0].message.walk() if part.get_content_type() == "text/calendar")
    assert entry.get_payload(decode=True) == _entry().encode()
    assert letter_to("jana@post.example").state == LetterState.SENT


def test_it_is_forgotten_with_the_body(specimen: Letter, committed: Session, now: datetime) -> None:
    with transaction():
        post(replace(specimen, calendar=CalendarPart("REQUEST", _entry())), now)
        db.session.execute(update(StoredLetter).values(state=LetterState.SENT, sent_at=now, ended_at=now))
    sweeps.run(PURGE_LETTER_BODIES, now + timedelta(days=31))
    assert letter_to("jana@post.example").calendar_text is None
