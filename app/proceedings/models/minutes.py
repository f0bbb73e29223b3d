"""Tables of the minutes: the session as it ran, the text of each item, objections and every step."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.proceedings.models.words import one_of
from app.proceedings.states import MinutesState


class Minutes(Model):
    """The minutes of a meeting; the row comes to be when the meeting is opened.

    `published_at` says since when everybody reads the public part; before `approved_at` it is marked
    as provisional. `due_at` is until when those whose ideas were decided must have their answer.
    """

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint(one_of("state", MinutesState), name="state"),
        CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_at"),
        CheckConstraint("state = 'draft' OR objections_until IS NOT NULL", name="objections_until"),
        CheckConstraint("ended_at IS NULL OR ended_at >= begun_at", name="order"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    state: Mapped[str] = mapped_column(default=MinutesState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    chair: Mapped[str] = mapped_column(default="")
    keeper: Mapped[str] = mapped_column(default="")
    circulated_at: Mapped[datetime | None]
    objections_until: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    published_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class MinutesHistory(Model):
    """One step of the minutes, with who took it."""

    __tablename__ = "minutes_history"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("minutes.meeting_id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class ItemRecord(Model):
    """What was said on an item, and when it was open. `version` counts the saved texts: a form sends it back."""

    __tablename__ = "item_record"
    __table_args__ = (CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_once_opened"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class MinutesObjection(Model):
    """What a member has to say against the minutes, and what the office made of it."""

    __tablename__ = "minutes_objection"
    __table_args__ = (
        CheckConstraint("statement <> ''", name="statement"),
        CheckConstraint("(settled_at IS NULL) = (answer = '')", name="settled"),
        Index("ix_minutes_objection_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("minutes.meeting_id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    name: Mapped[str]
    statement: Mapped[str]
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
