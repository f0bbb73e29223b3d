"""Reads what mail servers send back: delivery reports (RFC 3464) and complaints (ARF, RFC 5965)."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_OUR_MESSAGE_ID = re.compile(r"<([0-9a-f]{32})@")
# A full mailbox and a policy of the day say nothing about whether the address exists.
_SOFT_FIVES = ("5.2.2", "5.3", "5.4", "5.7")
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says: how bad, the status, the server's words, and what may name the letter."""

    weight: str
    status: str
    diagnostic: str
    envelope_recipients: tuple[str, ...]
    message_ids: tuple[str, ...]


def read_report(raw: bytes) -> Report | None:
    """The report in a mail, or None when the mail is something else, whatever it is; never raises for its content."""
    message = email.message_from_bytes(raw)
    found = _complaint(message) or _failure(message)
    if found is None:
        return None
    weight, status, diagnostic = found
    recipients = tuple(str(value) for name in _RECIPIENT_HEADERS for value in message.get_all(name, []))
    return Report(weight, status, _clean(diagnostic), recipients, tuple(_original_ids(message)))


def _complaint(message: Message) -> tuple[str, str, str] | None:
    for part in _parts(message, "message/feedback-report"):
        kind = _field(part, "Feedback-Type")
        if kind:
            return COMPLAINT, kind.lower()[:40], _field(part, "User-Agent")
    return None


def _failure(message: Message) -> tuple[str, str, str] | None:
    for part in _parts(message, "message/delivery-status"):
        for block in _blocks(part):
            action = _field(block, "Action").lower()
            status = _STATUS.search(_field(block, "Status"))
            if status and action in ("failed", "delayed"):
                return _weight(action, status[0]), status[0], _field(block, "Diagnostic-Code")
    return None


def _weight(action: str, status: str) -> str:
    gone = action == "failed" and status.startswith("5") and not status.startswith(_SOFT_FIVES)
    return HARD if gone else SOFT


def _original_ids(message: Message) -> Iterator[str]:
    """The ids of letters of ours that the report quotes."""
    for part in message.walk():
        if part is not message and part["Message-ID"]:
            yield from _OUR_MESSAGE_ID.findall(str(part["Message-ID"]))
    for part in _parts(message, "text/rfc822-headers"):
        yield from _OUR_MESSAGE_ID.findall(str(part.get_payload()))


def _parts(message: Message, kind: str) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() == kind)


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        return [block for block in payload if isinstance(block, Message)]
    return [email.message_from_string(text) for text in str(payload).split("\n\n")]


def _field(part: Message, name: str) -> str:
    # The fields of a report stand in its body, which the parser takes for headers of a part inside.
    for block in [part, *_blocks(part)]:
        if block[name]:
            return str(block[name])
    return ""


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:500]
