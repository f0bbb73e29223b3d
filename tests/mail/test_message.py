"""The hand-built bytes mean what EmailMessage's would mean, whatever is in the letter; no header can be injected."""

from __future__ import annotations

import email
import re
import uuid
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.message import Sender, UnsendableLetter, build_message, parse_address
from app.mail.models import StoredLetter

SENDER = Sender.parse("Regionalkonvent Chemnitz <konvent@haus.example>")
LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=200).map(str.strip)
UNHURRIED = settings(deadline=None, max_examples=60)
BODY = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=600)


def make_letter(**facts: Any) -> StoredLetter:
    values: dict[str, Any] = {
        "id": uuid.UUID(int=7),
        "kind": "idea_received",
        "recipient": "jana@post.example",
        "recipient_name": "Jana Musterfrau",
        "language": "de",
        "subject": "Ihre Idee ist angekommen",
        "body_text": "Guten Tag\n",
        "body_html": "<p>Guten Tag</p>",
        "calendar_text": None,
        "created_at": datetime(2026, 12, 14, 9, 0, tzinfo=UTC),
    }
    return StoredLetter(**values | facts)


def _parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=SMTPUTF8)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def _by_the_library(letter: StoredLetter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message.set_content(letter.body_text, cte="quoted-printable")
    message.add_alternative(letter.body_html, subtype="html", cte="quoted-printable")
    return _parsed(message.as_bytes())


def _contents(message: EmailMessage) -> list[tuple[str, str]]:
    # The library ends each part with a line end of its own; the words are what counts.
    return [(p.get_content_type(), p.get_content().replace("\r\n", "\n").rstrip("\n")) for p in message.iter_parts()]


@UNHURRIED
@given(subject=LINE, name=LINE, text=BODY, html=BODY)
def test_it_means_what_the_library_would_mean(subject: str, name: str, text: str, html: str) -> None:
    letter = make_letter(subject=subject, recipient_name=name, body_text=text, body_html=html)
    ours, theirs = _parsed(build_message(letter, SENDER)), _by_the_library(letter)
    assert ours["Subject"] == subject
    assert _contents(ours) == _contents(theirs)
    (recipient,) = ours["To"].addresses
    # The library's parser makes one space of several, and one between encoded words that RFC 2047 (6.2) drops.
    assert "".join(recipient.display_name.split()) == "".join(name.split())
    assert recipient.addr_spec == "jana@post.example"


@UNHURRIED
@given(name=st.text(max_size=80), subject=st.text(max_size=80))
def test_no_header_can_be_injected(name: str, subject: str) -> None:
    letter = make_letter(subject=subject, recipient_name=name)
    try:
        raw = build_message(letter, SENDER)
    except (UnsendableLetter, UnicodeEncodeError):
        return
    head = raw.split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert names == [
        *(b"From", b"To", b"Subject", b"Date", b"Message-ID", b"MIME-Version", b"Auto-Submitted"),
        *(b"X-Auto-Response-Suppress", b"X-Konvent-Kind", b"Content-Language", b"Content-Type"),
    ]


@UNHURRIED
@given(subject=LINE, text=BODY)
def test_lines_keep_the_limits_of_mail(subject: str, text: str) -> None:
    raw = build_message(make_letter(subject=subject, body_text=text), SENDER)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))


def test_it_is_the_same_on_every_try() -> None:
    letter = make_letter()
    raw = build_message(letter, SENDER)
    assert raw == build_message(make_letter(), SENDER)
    message = _parsed(raw)
    assert message["Message-ID"] == f"<{letter.id.hex}@haus.example>"
    assert message["Date"] == "Mon, 14 Dec 2026 09:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Konvent-Kind"] == "idea_received"
    assert message["List-Unsubscribe"] is None


def test_optional_letters_can_be_left_with_one_click() -> None:
    message = _parsed(build_message(make_letter(unsubscribe_url="https://haus.example/abmelden/t"), SENDER))
    assert message["List-Unsubscribe"] == "<https://haus.example/abmelden/t>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_domains_of_all_scripts_go_out_in_ascii() -> None:
    address = parse_address("jana@zwönitz.example")
    assert str(address) == "jana@xn--zwnitz-xxa.example"
    assert not address.needs_utf8
    assert parse_address("jürgen@zwönitz.example").needs_utf8


@pytest.mark.parametrize(
    "address",
    ["", "jana", "@x.example", "a b@x.example", "a\r\nb@x.example", "a@x..example", "a@b,c@x.example", "<a@x.example"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UnsendableLetter):
        parse_address(address)
