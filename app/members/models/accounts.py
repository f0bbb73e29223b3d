"""Tables of accounts: the person, the roles held, and what was done to the account by whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model

TOUCH_EVERY = timedelta(minutes=5)


class Role(StrEnum):
    """What an account may do; one person may hold several, a stakeholder holds none."""

    MEMBER = "member"
    MODERATOR = "moderator"
    OFFICE = "office"
    ADMIN = "admin"


class Person(Model):
    """Somebody with an account. Addresses are compared lower-cased, and an ended account frees its own.

    `joined_at` is empty until the invitation has been taken up; `password_hash` stays empty for
    those who always enter by a link.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_email_lower", text("lower(email)"), unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("ix_person_name_sorted", text("lower(name)"), "id"),
        CheckConstraint("language IN ('de', 'en')", name="language"),
        # Names and addresses become mail headers.
        CheckConstraint(r"email !~ '[[:cntrl:]]' AND name !~ '[[:cntrl:]]'", name="one_line"),
        CheckConstraint("ended_at IS NULL OR password_hash IS NULL", name="no_password_after_the_end"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="de")
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    granted: Mapped[list[PersonRole]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PersonRole.role"
    )

    # Set on the object that a request loads, no columns: the token itself is never stored.
    __allow_unmapped__ = True
    session_token: str | None = None
    session_id: int | None = None
    session_seen_at: datetime | None = None
    # Whether a seat or a standing deputyship was theirs on the day of the request, asked with the session.
    seated: bool = False

    is_authenticated: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @property
    def roles(self) -> frozenset[str]:
        """What this person may do in this request: what was granted, as a member only while seated today.

        Somebody who was not let in by a session is seated nowhere; ask `grants`, or `standing.is_seated`.
        """
        return self.grants if self.seated else self.grants - {Role.MEMBER}

    @property
    def grants(self) -> frozenset[str]:
        """The roles that were given to this person; none once the account is locked or has ended."""
        return frozenset(g.role for g in self.granted) if self.is_active else frozenset()

    @property
    def is_active(self) -> bool:
        """Whether this account may sign in."""
        return self.locked_at is None and self.ended_at is None

    def session_is_stale(self, now: datetime) -> bool:
        """Whether the session's last noted use is some minutes old: it is not written on every request."""
        return self.session_seen_at is not None and self.session_seen_at < now - TOUCH_EVERY

    def get_id(self) -> str:
        """What flask-login keeps in the cookie: the session's token, not the person's number."""
        return self.session_token or ""


class PersonRole(Model):
    """A role granted to a person."""

    __tablename__ = "person_role"
    __table_args__ = (
        CheckConstraint("role IN ('member', 'moderator', 'office', 'admin')", name="role"),
        Index("ix_person_role_role", "role"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    granted_at: Mapped[datetime]


class AccountEvent(Model):
    """Something that was done to an account; rows are only ever added.

    `actor_id` is empty where the command line or the person's own link did it.
    """

    __tablename__ = "account_event"
    __table_args__ = (Index("ix_account_event_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    verb: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    at: Mapped[datetime]
