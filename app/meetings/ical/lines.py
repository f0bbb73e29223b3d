"""Content lines of RFC 5545: escaping, parameters, folding, CRLF."""

from __future__ import annotations

from datetime import datetime

from app.clock import local

LINE_OCTETS = 75
CRLF = "\r\n"
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
# RFC 5545 3.1 forbids control characters; 3.2 forbids DQUOTE in parameters, RFC 6868 brings it back as ^'.
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), 127))
_PARAMETER = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})


def text(value: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11)."""
    return value.replace("\r\n", "\n").translate(_CONTROL).translate(_TEXT)


def parameter(value: str) -> str:
    """A quoted parameter value (RFC 5545, 3.2, with the escapes of RFC 6868)."""
    return '"' + value.replace("\r\n", "\n").translate(_CONTROL).translate(_PARAMETER) + '"'


def utc(moment: datetime) -> str:
    """A DATE-TIME in UTC, e.g. 20261214T090000Z. Raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is not a moment")
    offset = moment.utcoffset()
    naive = moment.replace(tzinfo=None) - offset if offset else moment
    return naive.strftime("%Y%m%dT%H%M%SZ")


def berlin(moment: datetime) -> str:
    """A DATE-TIME on Berlin's clocks, to stand behind TZID=Europe/Berlin."""
    return local(moment).strftime("%Y%m%dT%H%M%S")


def fold(line: str) -> str:
    """One content line broken after 75 octets, never inside a character (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece, room = "", LINE_OCTETS
    for character in line:
        octets = len(character.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", LINE_OCTETS - 1
        piece += character
        room -= octets
    return f"{CRLF} ".join([*pieces, piece])


def document(lines: list[str]) -> str:
    """The folded lines with CRLF after each, the last one included."""
    return "".join(fold(line) + CRLF for line in lines)
