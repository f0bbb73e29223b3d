"""Tables of who is invited to a meeting, what they answered, who came in, and what the office chose for a rung."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.meetings.models.words import one_of
from app.meetings.states import Answer, ReplySource


class MeetingReply(Model):
    """What was answered for a seat to one revision of a meeting: a move asks anew, so an old answer no longer counts.

    `guest` is who the answer is for (see app.meetings.participants): whoever takes over the seat is asked anew, too.
    `deputy_*` name somebody for this meeting alone; `deputy_answer` is what that person said.
    """

    __tablename__ = "meeting_reply"
    __table_args__ = (
        UniqueConstraint("meeting_id", "seat_id", "revision", name="uq_meeting_reply_seat"),
        CheckConstraint(one_of("answer", Answer), name="answer"),
        CheckConstraint(one_of("source", ReplySource), name="source"),
        CheckConstraint("(answer = 'deputy') = (deputy_name <> '' AND deputy_address <> '')", name="deputy"),
        # Name and address become mail headers.
        CheckConstraint("(deputy_name || deputy_address) !~ '[[:cntrl:]]'", name="one_line"),
        CheckConstraint("deputy_answer IN ('', 'coming', 'not_coming', 'video')", name="deputy_answer"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="RESTRICT"), index=True)
    revision: Mapped[int]
    guest: Mapped[str]
    answer: Mapped[str]
    deputy_name: Mapped[str] = mapped_column(default="")
    deputy_address: Mapped[str] = mapped_column(default="")
    deputy_answer: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    answered_at: Mapped[datetime]


class MeetingGuest(Model):
    """Somebody whose calendar knows the meeting: which revision they were told last, and whether as cancelled."""

    __tablename__ = "meeting_guest"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="RESTRICT"), primary_key=True)
    guest: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    told_at: Mapped[datetime]


class MeetingRung(Model):
    """What the office chose for one rung of one meeting; without a row the body's setting holds.

    `skipped` holds through moves; `now_revision` asks for the letters of that revision at once.
    `days` and `at` (local time) replace the rung's own.
    """

    __tablename__ = "meeting_rung"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    skipped: Mapped[bool] = mapped_column(default=False)
    now_revision: Mapped[int | None]
    days: Mapped[int | None]
    at: Mapped[time | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]


class CheckIn(Model):
    """Somebody who came in on the day, for a seat; the office notes it."""

    __tablename__ = "meeting_check_in"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="RESTRICT"), primary_key=True)
    name: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class CalendarFeed(Model):
    """A person's own calendar address; only the SHA-256 of its token is stored, and deleting the row revokes it."""

    __tablename__ = "calendar_feed"
    __table_args__ = (CheckConstraint("octet_length(token_hash) = 32", name="token_hash"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
