"""Keyset paging: a page knows the key of its last row, so page 500 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
LONGEST_CURSOR = 400


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some rows and the cursors that lead on and back (None where there is nothing)."""

    items: list[Item]
    next: str | None = None
    previous: str | None = None


def write_cursor(*key: object) -> str:
    """A cursor for the address bar; it holds only sort keys that the reader sees anyway."""
    return base64.urlsafe_b64encode(json.dumps(key, default=str).encode()).decode().rstrip("=")


def read_cursor(text: str | None, length: int) -> list[Any] | None:
    """The sort key in a cursor, or None when there is none or somebody wrote nonsense into it."""
    if not text or len(text) > LONGEST_CURSOR:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        return None
    plain = isinstance(key, list) and all(isinstance(v, str | int | float) for v in key)
    return key if plain and len(key) == length else None
