"""Posting: render a letter for its recipient and store it in the transaction at hand."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from sqlalchemy.dialects.postgresql import insert

from app.db import after_commit, db
from app.doorbell import ring_letters
from app.i18n import in_language
from app.mail.letters import Letter
from app.mail.models import StoredLetter


def post(letter: Letter, now: datetime) -> None:
    """Store a letter; posting the same one again changes nothing.

    It is rendered here and now, in the recipient's language: what is stored is what is sent.
    """
    kind, recipient = letter.kind, letter.recipient
    with in_language(recipient.language):
        facts = {**letter.facts, "recipient": recipient}
        subject = " ".join(render_template(kind.template("subject.txt"), **facts).split())
        body_text = render_template(kind.template("body.txt"), **facts)
        body_html = render_template(kind.template("body.html"), subject=subject, **facts)
    db.session.execute(
        insert(StoredLetter)
        .values(
            kind=kind.name,
            about=letter.about,
            version=letter.version,
            recipient=recipient.address,
            slot=letter.slot,
            recipient_name=recipient.name,
            person_id=recipient.person_id,
            language=recipient.language,
            topic=kind.topic,
            subject=subject,
            body_text=body_text.strip() + "\n",
            body_html=body_html,
            created_at=now,
            due_at=now,
            expires_at=now + kind.expires_after,
        )
        .on_conflict_do_nothing(constraint="uq_letter_key")
    )
    after_commit(ring_letters)
