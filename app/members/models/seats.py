"""Tables of the body's seats and of those who hold them, now or in the past."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class SeatType(StrEnum):
    """How a seat comes about: by office in an authority, by appointment, or permanently."""

    AUTHORITY = "authority"
    APPOINTED = "appointed"
    PERMANENT = "permanent"


class Seat(Model):
    """A place in the convention, which outlives whoever holds it. `sector` is a group's code."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("seat_type IN ('authority', 'appointed', 'permanent')", name="seat_type"),
        CheckConstraint("seat_type <> 'authority' OR authority_ags IS NOT NULL", name="authority"),
        UniqueConstraint("number", name="uq_seat_number", deferrable=True, initially="DEFERRED"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    number: Mapped[int]
    seat_type: Mapped[str]
    sector: Mapped[str] = mapped_column(ForeignKey("stakeholder_group.code"))
    authority_ags: Mapped[str | None] = mapped_column(ForeignKey("authority.ags"))
    organisation: Mapped[str]
    role_de: Mapped[str]
    role_en: Mapped[str]
    voting: Mapped[bool]


class Membership(Model):
    """Somebody on a seat from `valid_from` up to, but not including, `valid_to`.

    The name stands here because a member need not have an account; `person_id` ties the account.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="order"),
        CheckConstraint("name <> ''", name="name"),
        # One holder at a time, whoever writes.
        ExcludeConstraint(
            ("seat_id", "="),
            (text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_membership_one_holder",
        ),
        Index("ix_membership_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    title: Mapped[str]
    name: Mapped[str]
    spokesperson: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    @property
    def full_name(self) -> str:
        """Title and name as they are written."""
        return f"{self.title} {self.name}".strip()


class Deputy(Model):
    """Somebody who stands in for a seat's holder from `valid_from` up to, but not including, `valid_to`.

    A deputy belongs to the seat, not to its holder: the deputy in an authority stays when the head changes,
    unless whoever ends the membership says otherwise. `person_id` ties the account, if there is one.
    """

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="order"),
        # The name becomes a mail header.
        CheckConstraint("name <> '' AND name !~ '[[:cntrl:]]'", name="name"),
        Index("ix_deputy_seat_id", "seat_id"),
        Index("ix_deputy_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    name: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ChangeSource(StrEnum):
    """Whose decision a change of a seat was: the office's, the holder's own, or the roster file's."""

    OFFICE = "office"
    MEMBER = "member"
    ROSTER = "roster"


class SeatChange(Model):
    """Something that was done to a seat; rows are only ever added. `on_day` is the day from which it holds."""

    __tablename__ = "seat_change"
    __table_args__ = (
        CheckConstraint("source IN ('office', 'member', 'roster')", name="source"),
        CheckConstraint(
            "verb IN ('seated', 'ended', 'tied', 'deputy_named', 'deputy_ended')",
            name="verb",
        ),
        Index("ix_seat_change_seat_id_at", "seat_id", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="RESTRICT"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    source: Mapped[str]
    verb: Mapped[str]
    on_day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    at: Mapped[datetime]
