"""The outbox: one row per letter and recipient, written in the transaction of the fact it tells."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.mail.states import LetterState

STATES = ", ".join(f"'{state}'" for state in LetterState)


class StoredLetter(Model):
    """A letter as it will be sent, word for word, and how far it has got."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("kind", "about", "version", "recipient", "slot", name="uq_letter_key"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint(
            "(state = 'sending') = (claim_token IS NOT NULL AND leased_until IS NOT NULL)",
            name="claimed_while_sending",
        ),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        # Header injection ends here, whatever a form or an import let through.
        CheckConstraint(r"subject !~ '[\r\n]' AND recipient !~ '[\r\n]'", name="one_line"),
        Index(
            "ix_letter_waiting",
            "due_at",
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index("ix_letter_person_id_created_at", "person_id", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    kind: Mapped[str]
    about: Mapped[str]
    version: Mapped[int]
    recipient: Mapped[str]
    slot: Mapped[str]
    recipient_name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    language: Mapped[str]
    topic: Mapped[str | None]
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str]
    state: Mapped[str] = mapped_column(default=LetterState.QUEUED)
    reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    claim_token: Mapped[uuid.UUID | None]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
