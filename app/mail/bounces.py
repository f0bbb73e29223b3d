"""Bounces: the envelope sender that tells which letter came back, and what follows from a report."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from datetime import datetime

from flask import current_app

from app.db import db
from app.mail.message import Sender
from app.mail.models import StoredLetter
from app.mail.reports import HARD, Report, read_report
from app.mail.suppression import note_bounce, suppress

NO_REPORT = "no report"
_SIGNATURE_HEX = 12
_TOKEN = re.compile(rf"\+([0-9a-f]{{32}})([0-9a-f]{{{_SIGNATURE_HEX}}})@")


def envelope_sender(letter: StoredLetter, sender: Sender) -> str:
    """Where bounces of this letter go: an address of its own (VERP) if a bounce address is set."""
    bounce_address = current_app.config["MAIL_BOUNCE_ADDRESS"]
    if not bounce_address:
        return str(sender.address)
    local, _, domain = str(bounce_address).rpartition("@")
    return f"{local}+{letter.id.hex}{_signature(letter.id)}@{domain}"


def ingest(raw: bytes, now: datetime) -> str:
    """Act on one returned mail and say what it was. It answers nobody (RFC 3834) and trusts no address in it.

    A hard bounce suppresses the address at once, soft ones count, a complaint ends the topic.
    """
    report = read_report(raw)
    if report is None:
        return NO_REPORT
    letter = _letter_of(report)
    if letter is None:
        return "a report on no letter of ours"
    new = note_bounce(letter, report.weight, report.status, report.diagnostic, now)
    # A report that is read again must not undo what staff has lifted since.
    if new and report.weight == HARD:
        suppress(letter.recipient, f"{report.status} {report.diagnostic}", now)
    return f"{report.weight} {report.status} for {letter.kind}"


def letter_id_of(envelope_recipient: str) -> uuid.UUID | None:
    """The letter that a bounce to this address is about; None when the token is not ours."""
    found = _TOKEN.search(envelope_recipient.lower())
    if not found:
        return None
    letter_id = uuid.UUID(found[1])
    return letter_id if hmac.compare_digest(found[2], _signature(letter_id)) else None


def _letter_of(report: Report) -> StoredLetter | None:
    # The quoted Message-ID is a random id that only the recipient has seen: as good as our signature.
    named = [letter_id_of(recipient) for recipient in report.envelope_recipients]
    quoted = [uuid.UUID(message_id) for message_id in report.message_ids]
    for letter_id in filter(None, [*named, *quoted]):
        letter = db.session.get(StoredLetter, letter_id)
        if letter is not None:
            return letter
    return None


def _signature(letter_id: uuid.UUID) -> str:
    key = f"konvent:bounce:{current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, letter_id.bytes, hashlib.sha256).hexdigest()[:_SIGNATURE_HEX]
