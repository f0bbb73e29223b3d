"""The outbox: one row per letter and recipient, written in the transaction of the fact it tells."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.mail.states import ENDS, LetterState


def _quoted(values: frozenset[LetterState] | type[LetterState]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


class StoredLetter(Model):
    """A letter as it will be sent, word for word, and how far it has got.

    Two clocks: `created_at`, `expires_at` are business time (app.clock, an argument); `queued_at`, `due_at`,
    `leased_until`, `sent_at`, `ended_at` are the database's, so that machines whose clocks differ agree on them.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("kind", "about", "version", "recipient", "slot", name="uq_letter_key"),
        CheckConstraint(f"state IN ({_quoted(LetterState)})", name="state"),
        CheckConstraint(
            "(state = 'sending') = (claim_token IS NOT NULL) AND (state = 'sending') = (leased_until IS NOT NULL)",
            name="claimed_while_sending",
        ),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        CheckConstraint(f"(state IN ({_quoted(ENDS)})) = (ended_at IS NOT NULL)", name="ended_at"),
        CheckConstraint("(calendar_method IS NULL) = (calendar_text IS NULL)", name="calendar_whole"),
        # Header injection ends here, whatever a form or an import let through.
        CheckConstraint(r"(subject || recipient || recipient_name) !~ '[\r\n]'", name="one_line"),
        # Transactional and bulk letters wait in line apart, so that 100,000 of these never delay one of those.
        Index("ix_letter_waiting", "due_at", postgresql_where=text("state = 'queued' AND topic IS NULL")),
        Index("ix_letter_waiting_bulk", "due_at", postgresql_where=text("state = 'queued' AND topic IS NOT NULL")),
        Index("ix_letter_leased_until", "leased_until", postgresql_where=text("state = 'sending'")),
        Index("ix_letter_person_id_created_at", "person_id", "created_at"),
        Index("ix_letter_recipient", text("lower(recipient)"), "created_at"),
        Index("ix_letter_created_at", "created_at"),
        # Written once, when a letter ends: what is to be forgotten and what is not yet counted stands in its order.
        Index("ix_letter_ended_at", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
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
    unsubscribe_url: Mapped[str | None]
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str]
    calendar_method: Mapped[str | None]
    calendar_text: Mapped[str | None]
    why: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=LetterState.QUEUED)
    reason: Mapped[str | None]
    answer: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    interruptions: Mapped[int] = mapped_column(default=0)
    lost_leases: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    queued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    leased_until: Mapped[datetime | None]
    claim_token: Mapped[uuid.UUID | None]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Bounce(Model):
    """One report that a letter did not arrive or was not wanted: a refusal, a bounce, a complaint."""

    __tablename__ = "bounce"
    __table_args__ = (
        CheckConstraint("weight IN ('hard', 'soft', 'complaint')", name="weight"),
        UniqueConstraint("letter_id", "weight", "status", name="uq_bounce_letter"),
        Index("ix_bounce_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"))
    address: Mapped[str]
    weight: Mapped[str]
    status: Mapped[str]
    diagnostic: Mapped[str]
    at: Mapped[datetime]


class Suppression(Model):
    """An address that gets no mail, why, and who lifted that again. Addresses are kept lower-cased."""

    __tablename__ = "suppression"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_because IS NULL)", name="lifted_with_reason"),
        Index("uq_suppression_address", "address", unique=True, postgresql_where=text("lifted_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    address: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(BigInteger)
    lifted_because: Mapped[str | None]


class TopicChoice(Model):
    """What an address said about one topic of optional mail; without a row the topic's default holds.

    `confirmed_at` and `confirmed_by` prove consent: when the mailbox itself said yes, and by which way. `weekday`
    is 0 for Monday and only set for a weekly rhythm.
    """

    __tablename__ = "topic_choice"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),)

    address: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    wanted: Mapped[bool]
    rhythm: Mapped[str | None]
    weekday: Mapped[int | None] = mapped_column(SmallInteger)
    changed_at: Mapped[datetime]
    source: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]


class MailControl(Model):
    """One row: the two pause switches, and when the next letter may go under the ceiling.

    Letters that ended before `bodies_forgotten_until` have lost their texts, those before `counted_until` stand in
    LetterTally and LetterWait; both on the database's clock.
    """

    __tablename__ = "mail_control"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    paused_all: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    paused_optional: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    next_slot_at: Mapped[datetime] = mapped_column(server_default=func.now())
    bodies_forgotten_until: Mapped[datetime | None]
    counted_until: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[int | None] = mapped_column(BigInteger)


class LetterTally(Model):
    """How many letters of a kind ended in a state until MailControl.counted_until, and their unsuccessful tries."""

    __tablename__ = "letter_tally"

    kind: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    letters: Mapped[int] = mapped_column(BigInteger)
    retries: Mapped[int] = mapped_column(BigInteger)


class LetterWait(Model):
    """How many of the sent letters counted so far waited how long: one row a bucket of the histogram."""

    __tablename__ = "letter_wait"

    bucket: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    letters: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float]


class MailAudit(Model):
    """What staff did to the post: retry, cancel, send now, pause, lift."""

    __tablename__ = "mail_audit"
    __table_args__ = (Index("ix_mail_audit_subject", "subject"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    actor_id: Mapped[int] = mapped_column(BigInteger)
    verb: Mapped[str]
    subject: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
