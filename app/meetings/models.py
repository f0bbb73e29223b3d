"""Tables of meetings: when and where, what was changed and why, and the agenda."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.meetings.states import ItemKind, MeetingState
from app.region.models import Authority


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Meeting(Model):
    """A meeting of the body; host and place are stored per meeting, so a swap for one month is one row.

    `uid` is the calendar's name of it and never changes; `revision` is the calendar's SEQUENCE and
    `revised_at` its DTSTAMP: both change with every move, new host, new place and cancellation.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint(_one_of("state", MeetingState), name="state"),
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


class AgendaItem(Model):
    """An item of the agenda (TOP), `minutes` long. Of a non-public one the public reads the neutral title at most."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ItemKind), name="kind"),
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("title <> ''", name="title"),
        UniqueConstraint(
            "meeting_id", "position", name="uq_agenda_item_position", deferrable=True, initially="DEFERRED"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    public: Mapped[bool] = mapped_column(default=True)
    neutral_title: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=15)
    rapporteur: Mapped[str] = mapped_column(default="")
