"""Bounces: the envelope sender that tells which letter came back."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid

from flask import current_app

from app.mail.message import Sender
from app.mail.models import StoredLetter

_SIGNATURE_HEX = 12
_TOKEN = re.compile(rf"\+([0-9a-f]{{32}})([0-9a-f]{{{_SIGNATURE_HEX}}})@")


def envelope_sender(letter: StoredLetter, sender: Sender) -> str:
    """Where bounces of this letter go: an address of its own (VERP) if a bounce address is set."""
    bounce_address = current_app.config["MAIL_BOUNCE_ADDRESS"]
    if not bounce_address:
        return str(sender.address)
    local, _, domain = str(bounce_address).rpartition("@")
    return f"{local}+{letter.id.hex}{_signature(letter.id)}@{domain}"


def letter_id_of(envelope_recipient: str) -> uuid.UUID | None:
    """The letter that a bounce to this address is about; None when the token is not ours."""
    found = _TOKEN.search(envelope_recipient.lower())
    if not found:
        return None
    letter_id = uuid.UUID(found[1])
    return letter_id if hmac.compare_digest(found[2], _signature(letter_id)) else None


def _signature(letter_id: uuid.UUID) -> str:
    key = f"konvent:bounce:{current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, letter_id.bytes, hashlib.sha256).hexdigest()[:_SIGNATURE_HEX]
