"""Reading what was posted to people, as they would."""

from __future__ import annotations

import re

from sqlalchemy import select

from app.db import db
from app.mail.models import StoredLetter


def latest_letter(recipient: str | None = None) -> StoredLetter:
    """The letter posted last, to this address if one is given."""
    letters = select(StoredLetter).order_by(StoredLetter.created_at.desc()).limit(1)
    return db.session.scalars(letters.where(StoredLetter.recipient == recipient) if recipient else letters).one()


def link_in_latest_letter(recipient: str | None = None) -> str:
    """The path that the letter's button leads to."""
    found = re.search(r"http://konvent\.example(/\S+/\S+)", latest_letter(recipient).body_text)
    assert found is not None
    return found.group(1)
