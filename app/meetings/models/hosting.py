"""Tables of the year's pauses and of what the host's office prepares."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class MeetingPause(Model):
    """Days on which the body does not meet, both ends included; a whole month among them is not proposed at all."""

    __tablename__ = "meeting_pause"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="order"),
        CheckConstraint("name <> ''", name="name"),
        Index("ix_meeting_pause_first_on", "first_on"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    name: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]


class HostTask(Model):
    """Something that the host's office prepares, due `days_before` days before the meeting's day.

    `done_by` is a name, because whoever ticks by the signed link has no account.
    """

    __tablename__ = "host_task"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("days_before >= 0", name="days_before"),
        CheckConstraint("(done_at IS NULL) = (done_by = '')", name="done"),
        Index("ix_host_task_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    title: Mapped[str]
    days_before: Mapped[int]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(default="")


class HostContact(Model):
    """Whom an authority's host reminders go to: for every meeting, or for one where `meeting_id` is set."""

    __tablename__ = "host_contact"
    __table_args__ = (
        # Name and address become mail headers.
        CheckConstraint("(name || email) !~ '[[:cntrl:]]' AND email <> ''", name="one_line"),
        Index("uq_host_contact_authority", "authority_ags", unique=True, postgresql_where=text("meeting_id IS NULL")),
        Index(
            "uq_host_contact_meeting",
            *("authority_ags", "meeting_id"),
            unique=True,
            postgresql_where=text("meeting_id IS NOT NULL"),
        ),
        Index("ix_host_contact_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    authority_ags: Mapped[str] = mapped_column(ForeignKey("authority.ags"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
