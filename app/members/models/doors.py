"""Tables of the ways in: open sessions, one-time links, and an address that is being changed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class Session(Model):
    """An open sign-in; only the SHA-256 of its token is stored."""

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    device: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class LinkPurpose(StrEnum):
    """What a one-time link opens."""

    BOOTSTRAP = "bootstrap"
    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    PASSWORD = "password"  # noqa: S105  a word, not a secret


class OneTimeLink(Model):
    """A link that opens one door once; only the SHA-256 of its token is stored, and using it deletes it."""

    __tablename__ = "one_time_link"
    __table_args__ = (
        CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),
        CheckConstraint("purpose IN ('bootstrap', 'invitation', 'sign_in', 'password')", name="purpose"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AddressChange(Model):
    """An address that takes effect once the old and the new mailbox have both said yes."""

    __tablename__ = "address_change"
    __table_args__ = (CheckConstraint(r"new_email !~ '[[:cntrl:]]'", name="one_line"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    new_email: Mapped[str]
    old_token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    new_token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    old_confirmed_at: Mapped[datetime | None]
    new_confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
