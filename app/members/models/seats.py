"""Tables of the body's seats and of those who hold them, now or in the past."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
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
