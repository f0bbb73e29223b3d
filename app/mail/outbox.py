"""Posting: render a letter for its recipient and store it in the transaction at hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.db import after_commit, db
from app.doorbell import ring_letters
from app.mail.compose import check_organizer, compose, one_line
from app.mail.letters import Letter
from app.mail.models import StoredLetter
from app.mail.optional import unsubscribe_url


def post(letter: Letter, now: datetime) -> None:
    """Store a letter; posting the same one again changes nothing.

    It is rendered here and now, in the recipient's language: what is stored is what is sent. Raises ValueError when
    its calendar's ORGANIZER is not the address that letters are from (see organizer()).
    """
    kind, recipient = letter.kind, letter.recipient
    if letter.calendar:
        check_organizer(letter.calendar)
    leave = unsubscribe_url(recipient.address, kind.topic) if kind.topic else None
    words = compose(letter, leave)
    db.session.execute(
        insert(StoredLetter)
        .values(
            kind=kind.name,
            about=letter.about,
            version=letter.version,
            recipient=recipient.address.strip(),
            slot=letter.slot,
            recipient_name=one_line(recipient.name),
            person_id=recipient.person_id,
            language=recipient.language,
            topic=kind.topic,
            unsubscribe_url=leave,
            subject=words.subject,
            body_text=words.text,
            body_html=words.html,
            calendar_method=letter.calendar.method if letter.calendar else None,
            calendar_text=letter.calendar.text if letter.calendar else None,
            why=words.why,
            created_at=now,
            expires_at=now + kind.expires_after,
        )
        .on_conflict_do_nothing(constraint="uq_letter_key")
    )
    after_commit(ring_letters)
