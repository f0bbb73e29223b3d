"""Takes out of typed text what nobody types on purpose: control characters, turning marks."""

from __future__ import annotations

import re
import unicodedata

# Marks that change the direction of what follows can make a text read as something else than it is.
_TURNING_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff{_TURNING_MARKS}]")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{4,}")


def clean_text(text: str | None) -> str:
    """Several lines: one kind of line end, nothing invisible, composed characters (NFC)."""
    joined = _LINE_ENDS.sub("\n", text or "")
    visible = _INVISIBLE.sub("", joined)
    lines = "\n".join(line.rstrip() for line in visible.split("\n"))
    return unicodedata.normalize("NFC", _EMPTY_LINES.sub("\n\n\n", lines).strip())


def clean_line(text: str | None) -> str:
    """One line: like clean_text, with every run of white space made one space."""
    return _SPACES.sub(" ", clean_text(text))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut is shown by an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
