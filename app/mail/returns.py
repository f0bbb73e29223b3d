"""What arrives at the return path: reports first, then whatever higher floors can read (replies to invitations).

Nothing here or above ever answers such a mail (RFC 3834).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from app.mail.bounces import NO_REPORT, ingest

# Reads a raw message and says what it did, or None when the message is not for it. It raises nothing for content.
Reader = Callable[[bytes, datetime], str | None]
_KEY = "return_readers"


def register(app: Flask, readers: Sequence[Reader]) -> None:
    """Make these the readers of returned mail, asked in this order after the reports."""
    app.extensions[_KEY] = tuple(readers)


def take_in(raw: bytes, now: datetime) -> str:
    """Act on one mail that came in, and say what it was."""
    said = ingest(raw, now)
    if said != NO_REPORT:
        return said
    readers = cast("Sequence[Reader]", current_app.extensions.get(_KEY, ()))
    return next((answer for reader in readers if (answer := reader(raw, now)) is not None), NO_REPORT)
