"""The outbox's entrance: render a letter for its recipient and store it in the transaction at hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from app.db import after_commit, db
from app.doorbell import ring_letters
from app.mail.compose import check_organizer, compose, one_line
from app.mail.letters import Letter
from app.mail.models import StoredLetter
from app.mail.optional import unsubscribe_url

# Made once: to put the statement together for each letter cost more than to run it.
_INSERT = insert(StoredLetter.__table__).on_conflict_do_nothing(constraint="uq_letter_key")  # type: ignore[arg-type]


def post(letter: Letter, now: datetime) -> None:
    """Store a letter; posting the same one again changes nothing.

    It is rendered here and now, in the recipient's language: what is stored is what is sent. Raises ValueError when
    its calendar's ORGANIZER is not the address that letters are from (see organizer()).
    """
    post_many([letter], now)


def post_many(letters: Sequence[Letter], now: datetime) -> None:
    """Store letters with one statement and one round trip; as post() does with one.

    A few hundred at a time and a transaction each: workers then send the first while the next are written.
    """
    if letters:
        db.session.connection().execute(_INSERT, [_row(letter, now) for letter in letters])
        after_commit(ring_letters)


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    kind, recipient, calendar = letter.kind, letter.recipient, letter.calendar
    if calendar:
        check_organizer(calendar)
    leave = unsubscribe_url(recipient.address, kind.topic) if kind.topic else None
    words = compose(letter, leave)
    return {
        "kind": kind.name,
        "about": letter.about,
        "version": letter.version,
        "recipient": recipient.address.strip(),
        "slot": letter.slot,
        "recipient_name": one_line(recipient.name),
        "person_id": recipient.person_id,
        "language": recipient.language,
        "topic": kind.topic,
        "unsubscribe_url": leave,
        "subject": words.subject,
        "body_text": words.text,
        "body_html": words.html,
        "calendar_method": calendar.method if calendar else None,
        "calendar_text": calendar.text if calendar else None,
        "why": words.why,
        "created_at": now,
        "expires_at": now + kind.expires_after,
    }
