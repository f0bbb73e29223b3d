"""Digests that were written, as entries again."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.db import db
from app.digests.folding import Entry, Line
from app.digests.models import Digest
from app.news import still_readable


def entries_of(digest: Digest) -> list[Entry]:
    """What the digest told, in its order."""
    return [
        Entry(
            subject=entry["subject"],
            title=entry["title"],
            url=entry["url"],
            weight=entry["weight"],
            lines=tuple(
                Line(line["text"], datetime.fromisoformat(line["at"]), tuple(line["because"]))
                for line in entry["lines"]
            ),
        )
        for entry in digest.entries
    ]


def digest_with(digest_id: uuid.UUID) -> Digest | None:
    """A digest by its id; None once it has been forgotten."""
    return db.session.get(Digest, digest_id)


def readable_entries(digest: Digest, now: datetime) -> list[Entry]:
    """What of a digest may still be read: an address given away does not bring back what was hidden since."""
    entries = entries_of(digest)
    readable = still_readable({entry.subject for entry in entries}, now)
    return [entry for entry in entries if entry.subject in readable]
