"""Tables of meeting packs: agenda and papers in one file, made by a worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class MeetingPack(Model):
    """The pack of a meeting, one for everybody and one for members.

    `wanted_at` is when a worker is to make it anew, None while nothing waits. `shows` is the digest of what the
    pack says: a pack whose agenda reads otherwise by now is out of date, and the public one is not handed out.
    """

    __tablename__ = "meeting_pack"
    __table_args__ = (
        CheckConstraint(
            "(pdf_name IS NULL) = (made_at IS NULL) AND (zip_name IS NULL) = (made_at IS NULL)", name="made"
        ),
        Index("ix_meeting_pack_wanted_at", "wanted_at", postgresql_where=text("wanted_at IS NOT NULL")),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    public: Mapped[bool] = mapped_column(primary_key=True)
    wanted_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    shows: Mapped[str] = mapped_column(default="")
    pdf_name: Mapped[str | None] = mapped_column(unique=True)
    pdf_size: Mapped[int] = mapped_column(default=0)
    pdf_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    zip_name: Mapped[str | None] = mapped_column(unique=True)
    zip_size: Mapped[int] = mapped_column(default=0)
    zip_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
