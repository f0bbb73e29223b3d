"""The bytes of a letter: put together by hand around a validated head, the same on every try.

Python's EmailMessage makes 380 messages a second on a core, this some thousands; a property test holds both to
the same meaning (tests/mail/test_message.py). Everything derives from the stored row and the settings: Message-ID
and boundary from the letter's id, Date from its creation, so that a repeat after a crash can be recognised.
"""

from __future__ import annotations

import binascii
import re
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr

import idna

from app.mail.models import StoredLetter

_CRLF = b"\r\n"
_QP = b"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
_TOKEN = re.compile(r"[A-Z]+")
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# A line has 78 characters: 42 bytes are 56 in base64, with "=?utf-8?b??=" 68, and a field name before them.
_BYTES_A_WORD = 42


class UnsendableLetter(ValueError):
    """No honest message can be made of this letter: a broken address, a line break in a header."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as the envelope and the headers carry it; the domain in its ASCII form."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 can take it (RFC 6531)."""
        return not self.local.isascii()


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose name the letters bear, and the domain of their Message-IDs."""

    name: str
    address: Address
    reply_to: str | None = None

    @classmethod
    def parse(cls, mailbox: str, reply_to: str | None = None) -> Sender:
        """From „Name <address>“, as in MAIL_DEFAULT_SENDER. Raises UnsendableLetter."""
        name, address = parseaddr(mailbox)
        return cls(name, parse_address(address), reply_to)


def parse_address(address: str) -> Address:
    """Split an address and put its domain into ASCII (IDNA 2008). Raises UnsendableLetter."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not _is_local_part(local):
        raise UnsendableLetter(f"not an address: {address!r}")
    try:
        return Address(local, idna.encode(domain, uts46=True).decode("ascii"))
    except (idna.IDNAError, UnicodeError) as fault:
        raise UnsendableLetter(f"not a domain: {domain!r}") from fault


def message_id(letter: StoredLetter, sender: Sender) -> str:
    """The Message-ID of a letter, on every try and in every process the same."""
    return f"<{letter.id.hex}@{sender.address.domain}>"


def build_message(letter: StoredLetter, sender: Sender) -> bytes:
    """The whole message, lines ended by CRLF. Raises UnsendableLetter."""
    boundary = f"=_{letter.id.hex}"
    parts = [
        b'Content-Type: text/plain; charset="utf-8"' + _QP + _quoted_printable(letter.body_text),
        b'Content-Type: text/html; charset="utf-8"' + _QP + _quoted_printable(letter.body_html),
    ]
    head = _head(letter, sender)
    if letter.calendar_text is None:
        return head + _multipart("alternative", boundary, parts)
    entry = _calendar(letter)
    inner = _multipart("alternative", f"{boundary}_a", [*parts, entry + _lines_of_base64(letter.calendar_text)])
    attached = entry + b'Content-Disposition: attachment; filename="invite.ics"\r\n'
    return head + _multipart("mixed", boundary, [inner, attached + _lines_of_base64(letter.calendar_text)])


def _multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """A container's own header and its parts, each ending with a line end."""
    mark = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return head + b"".join(b"%b\r\n%b" % (mark, part) for part in parts) + mark + b"--\r\n"


def _calendar(letter: StoredLetter) -> bytes:
    # Outlook and Gmail find the entry in the alternative by its method; the file is for all others (RFC 6047, 2.4).
    # base64 because a calendar's line ends are part of it and some servers break quoted-printable lines anew.
    method = str(letter.calendar_method)
    if not _TOKEN.fullmatch(method):
        raise UnsendableLetter(f"not a calendar method: {method!r}")
    kind = f'Content-Type: text/calendar; charset="utf-8"; method={method};\r\n name="invite.ics"\r\n'
    return kind.encode("ascii")


def _lines_of_base64(text: str) -> bytes:
    return b"Content-Transfer-Encoding: base64\r\n\r\n" + encodebytes(text.encode("utf-8")).replace(b"\n", _CRLF)


def _head(letter: StoredLetter, sender: Sender) -> bytes:
    fields = [
        ("From", _mailbox(sender.name, sender.address)),
        ("To", _mailbox(letter.recipient_name, parse_address(letter.recipient))),
        ("Subject", _words(letter.subject, first_line_used=len("Subject: "))),
        ("Date", format_datetime(letter.created_at)),
        ("Message-ID", message_id(letter, sender)),
        ("MIME-Version", "1.0"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("X-Konvent-Kind", letter.kind),
        ("Content-Language", letter.language),
    ]
    if sender.reply_to:
        fields.append(("Reply-To", str(parse_address(sender.reply_to))))
    if letter.unsubscribe_url:
        fields.append(("List-Unsubscribe", f"<{letter.unsubscribe_url}>"))
        fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return "".join(f"{name}: {_checked(value)}\r\n" for name, value in fields).encode("utf-8")


def _checked(value: str) -> str:
    # The last door: only our own foldings, CRLF and a space, may break a header's line.
    unfolded = value.replace("\r\n ", " ")
    if any(char < " " or char == "\x7f" for char in unfolded):
        raise UnsendableLetter("a control character in a header")
    return value


def _mailbox(name: str, address: Address) -> str:
    if not name:
        return str(address)
    if _PRINTABLE.fullmatch(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        shown = f'"{escaped}"'
    else:
        shown = _words(name, first_line_used=6)
    return f"{shown}\r\n <{address}>" if len(shown) + len(str(address)) > 65 else f"{shown} <{address}>"


def _words(text: str, first_line_used: int) -> str:
    """Text for a header: as it is when short and plain, else in encoded words (RFC 2047)."""
    if _PRINTABLE.fullmatch(text) and "=?" not in text and len(text) + first_line_used <= 78 and text == text.strip():
        return text
    return "\r\n ".join(f"=?utf-8?b?{_base64(piece)}?=" for piece in _pieces(text))


def _pieces(text: str) -> list[bytes]:
    """The text's bytes in pieces that each fit an encoded word; no character is cut."""
    pieces, current = [], b""
    for char in text:
        encoded = char.encode("utf-8")
        if len(current) + len(encoded) > _BYTES_A_WORD:
            pieces.append(current)
            current = b""
        current += encoded
    return [*pieces, current]


def _base64(piece: bytes) -> str:
    return binascii.b2a_base64(piece, newline=False).decode("ascii")


def _quoted_printable(text: str) -> bytes:
    # b2a_qp takes its own line ends from the first one it meets, so there must be one.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    return binascii.b2a_qp(lines.replace("\n", "\r\n").encode("utf-8"), istext=True)


def _is_local_part(local: str) -> bool:
    plain = "".join(char for char in local if char.isascii())
    foreign = [char for char in local if not char.isascii()]
    return bool(_ATOM.fullmatch(plain or "x")) and all(char.isalnum() for char in foreign) and bool(local)
