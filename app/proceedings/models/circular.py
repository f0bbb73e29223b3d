"""Tables of circular votes (Umlaufbeschluss): what is asked, the papers, and the ballots."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.proceedings.models.words import one_of
from app.proceedings.states import Choice, CircularState


class CircularVote(Model):
    """A question that is decided in writing until `deadline_at`."""

    __tablename__ = "circular_vote"
    __table_args__ = (
        CheckConstraint(one_of("state", CircularState), name="state"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint("title <> '' AND wording <> ''", name="words"),
        Index("ix_circular_vote_open", "deadline_at", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    state: Mapped[str] = mapped_column(default=CircularState.OPEN)
    title: Mapped[str]
    wording: Mapped[str]
    explanation: Mapped[str] = mapped_column(default="")
    public: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[datetime]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    deadline_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")


class CircularPaper(Model):
    """A file that belongs to a circular vote."""

    __tablename__ = "circular_paper"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular_vote.id", ondelete="CASCADE"), index=True)
    storage_name: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]


class Ballot(Model):
    """One voting seat of a circular vote: made when it starts, empty while the seat is silent."""

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint(one_of("choice", Choice), name="choice"),
        CheckConstraint("(choice IS NULL) = (cast_at IS NULL)", name="cast_at"),
    )

    circular_id: Mapped[int] = mapped_column(ForeignKey("circular_vote.id", ondelete="CASCADE"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    name: Mapped[str]
    choice: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    cast_at: Mapped[datetime | None]
