"""One caught letter, taken apart for people and scripts, however odd it is."""

import email
import email.policy
import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import cached_property
from typing import Any, cast

_LINK = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True)
class Summary:
    """What a list shows: what SMTP said, and the headers that tell letters apart."""

    id: int
    received_at: str  # ISO 8601, UTC
    mail_from: str
    rcpt_to: list[str]
    sender: str
    to: str
    subject: str
    kind: str
    message_id: str
    attachments: list[str]


@dataclass(frozen=True)
class Part:
    """A leaf of the letter that is neither its text nor its HTML."""

    number: int
    name: str
    media_type: str
    content_id: str | None
    content: bytes


class Letter:
    """The bytes that came, parsed on demand."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def message(self) -> EmailMessage:
        """The parsed bytes; parsing keeps defects instead of raising them."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """All headers in their order, decoded where they can be."""
        return [(name, _readable(self.message, name, raw)) for name, raw in self.message.raw_items()]

    def header(self, name: str) -> str:
        """Return a header's first value or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def text(self) -> str:
        """The plain text."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML as it was sent."""
        return self._body("html")

    @cached_property
    def parts(self) -> list[Part]:
        """Attachments, pictures, calendar entries."""
        bodies = [part for part in (self._body_part("plain"), self._body_part("html")) if part is not None]
        rest = [
            part for part in self.message.walk() if not part.is_multipart() and all(part is not body for body in bodies)
        ]
        return [_taken_out(number, part) for number, part in enumerate(rest, start=1)]

    @property
    def calendar(self) -> str:
        """The calendar entry (iMIP) as it was sent, or nothing."""
        entries = (part for part in self.parts if part.media_type == "text/calendar")
        return next((part.content.decode("utf-8", "replace") for part in entries), "")

    @property
    def links(self) -> list[str]:
        """Every address that a reader could follow, once, in order."""
        found = _LINK.findall(self.text) + [html.unescape(link) for link in _LINK.findall(self.html)]
        return list(dict.fromkeys(link.rstrip(".,;:") for link in found))

    def summary(self, number: int, received_at: datetime, mail_from: str, rcpt_to: list[str]) -> Summary:
        """Return what a list shows of the letter, which came in this envelope."""
        return Summary(
            id=number,
            received_at=received_at.isoformat(),
            mail_from=mail_from,
            rcpt_to=rcpt_to,
            sender=self.header("From"),
            to=self.header("To"),
            subject=self.header("Subject"),
            kind=self.header("X-Konvent-Kind"),
            message_id=self.header("Message-ID"),
            attachments=[part.name for part in self.parts],
        )

    def contents(self) -> dict[str, Any]:
        """Return what a script wants beside the summary."""
        return {
            "headers": [list(header) for header in self.headers],
            "text": self.text,
            "html": self.html,
            "calendar": self.calendar,
            "links": self.links,
        }

    def _body_part(self, kind: str) -> EmailMessage | None:
        try:
            return cast("EmailMessage | None", self.message.get_body((kind,)))
        except (AttributeError, KeyError, ValueError):  # broken structure
            return None

    def _body(self, kind: str) -> str:
        part = self._body_part(kind)
        return "" if part is None else _decoded(part)


def _decoded(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, KeyError, ValueError):  # unknown or wrong charset
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(payload)


def _readable(message: EmailMessage, name: str, raw: Any) -> str:
    """Decode a header; the standard library raises many errors on hostile ones, which are shown as they came."""
    try:
        return str(message.policy.header_fetch_parse(name, raw))
    except Exception:  # noqa: BLE001
        return str(raw)


def _taken_out(number: int, part: EmailMessage) -> Part:
    content = part.get_payload(decode=True)
    content_id = next((str(raw) for name, raw in part.raw_items() if name.lower() == "content-id"), "")
    return Part(
        number=number,
        name=_file_name(part) or f"{part.get_content_type().replace('/', '-')}-{number}",
        media_type=part.get_content_type(),
        content_id=content_id.strip("<> ") or None,
        content=content if isinstance(content, bytes) else b"",
    )


def _file_name(part: EmailMessage) -> str | None:
    try:
        return part.get_filename()
    except Exception:  # noqa: BLE001 - as in _readable
        return None
