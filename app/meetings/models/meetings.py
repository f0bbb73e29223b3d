"""Tables of meetings: when and where, what was changed and why."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.meetings.models.agenda import AgendaItem
from app.meetings.models.words import one_of
from app.meetings.states import MeetingState
from app.region.models import Authority


class Meeting(Model):
    """A meeting of the body; host and place are stored per meeting, so a swap for one month is one row.

    `uid` is the calendar's name of it and never changes; `revision` is the calendar's SEQUENCE and
    `revised_at` its DTSTAMP: both change with every move, new host, new place and cancellation.
    `agenda_revision` counts the changes of its agenda and papers.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint(one_of("state", MeetingState), name="state"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("revision >= 0", name="revision"),
        Index("ix_meeting_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    uid: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)
    state: Mapped[str] = mapped_column(default=MeetingState.PLANNED)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    host_ags: Mapped[str] = mapped_column(ForeignKey("authority.ags"))
    place: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    agenda_revision: Mapped[int] = mapped_column(default=0, server_default="0")

    host: Mapped[Authority] = relationship(lazy="joined")
    items: Mapped[list[AgendaItem]] = relationship(
        order_by="AgendaItem.position", cascade="all, delete-orphan", lazy="raise"
    )


class MeetingRevision(Model):
    """One revision of a meeting, kept: what members were told, and why it changed."""

    __tablename__ = "meeting_revision"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    host_ags: Mapped[str] = mapped_column(ForeignKey("authority.ags"))
    place: Mapped[str]
    reason: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
