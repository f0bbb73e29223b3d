"""Tables of accounts: the person, the roles held, and the sessions that are open."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model


class Role(StrEnum):
    """What an account may do; one person may hold several, a stakeholder holds none."""

    MEMBER = "member"
    MODERATOR = "moderator"
    OFFICE = "office"
    ADMIN = "admin"


class Person(Model):
    """Somebody with an account. `email` is kept lower-cased in its domain and compared lower-cased."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_email_lower", text("lower(email)"), unique=True),
        CheckConstraint("language IN ('de', 'en')", name="language"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="de")
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    granted: Mapped[list[PersonRole]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PersonRole.role"
    )

    # Set on the object that a request loads, no column: the token itself is never stored.
    __allow_unmapped__ = True
    session_token: str | None = None

    is_authenticated: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @property
    def roles(self) -> frozenset[str]:
        """The roles this person holds; none once the account is locked or has ended."""
        return frozenset(g.role for g in self.granted) if self.is_active else frozenset()

    @property
    def is_active(self) -> bool:
        """Whether this account may sign in."""
        return self.locked_at is None and self.ended_at is None

    def get_id(self) -> str:
        """What flask-login keeps in the cookie: the session's token, not the person's number."""
        return self.session_token or ""


class PersonRole(Model):
    """A role granted to a person."""

    __tablename__ = "person_role"
    __table_args__ = (CheckConstraint("role IN ('member', 'moderator', 'office', 'admin')", name="role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    granted_at: Mapped[datetime]


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
