"""Tables of resolutions: their wording and votes are written once; triggers (migration 0055) refuse any change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.ideas.states import RESOLVED
from app.proceedings.models.words import one_of
from app.proceedings.states import VOTES, Counting, Outcome


def number_of(year: int, sequence: int) -> str:
    """What people quote of a resolution: „B 2026-007“."""
    return f"B {year}-{sequence:03d}"


class Resolution(Model):
    """A decision of the body, made in a meeting or by a circular vote.

    `corrects_id` names the resolution that this one replaces; a resolution is never edited. `eligible` is
    how many seats could vote, `recused` and `absent` how many could not.
    """

    __tablename__ = "resolution"
    __table_args__ = (
        CheckConstraint(one_of("counting", Counting), name="counting"),
        CheckConstraint(one_of("outcome", Outcome), name="outcome"),
        CheckConstraint("wording <> ''", name="wording"),
        CheckConstraint("(item_id IS NULL) <> (circular_id IS NULL)", name="source"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name="votes"),
        CheckConstraint("votes_for + votes_against + abstentions <= eligible", name="sum"),
        CheckConstraint("corrects_id <> id", name="not_itself"),
        UniqueConstraint("year", "sequence", name="uq_resolution_number"),
        UniqueConstraint("corrects_id", name="uq_resolution_corrects_id"),
        UniqueConstraint("circular_id", name="uq_resolution_circular_id"),
        Index("ix_resolution_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    year: Mapped[int]
    sequence: Mapped[int]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    circular_id: Mapped[int | None] = mapped_column(ForeignKey("circular_vote.id"))
    wording: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    counting: Mapped[str]
    outcome: Mapped[str]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    abstentions: Mapped[int]
    eligible: Mapped[int]
    recused: Mapped[int] = mapped_column(default=0)
    absent: Mapped[int] = mapped_column(default=0)
    public: Mapped[bool]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("resolution.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    @property
    def number(self) -> str:
        """What people quote: „B 2026-007“."""
        return number_of(self.year, self.sequence)


class SeatVote(Model):
    """How one seat voted, by whose hand (`name`: the member or who stood in)."""

    __tablename__ = "seat_vote"
    __table_args__ = (CheckConstraint(one_of("choice", VOTES), name="choice"),)

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    name: Mapped[str]
    choice: Mapped[str]


class AuthorityPosition(Model):
    """Where one of the territorial authorities stands on a resolution."""

    __tablename__ = "authority_position"
    __table_args__ = (CheckConstraint(one_of("position", VOTES), name="position"),)

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
    ags: Mapped[str] = mapped_column(ForeignKey("authority.ags"), primary_key=True)
    position: Mapped[str]


class ResolutionIdea(Model):
    """An idea that a resolution decides on, and the state that it gets by it."""

    __tablename__ = "resolution_idea"
    __table_args__ = (CheckConstraint(one_of("outcome", sorted(RESOLVED)), name="outcome"),)

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True, index=True)
    outcome: Mapped[str]
