"""Tables of papers: what members read before a meeting, as a file of ours or as a link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class Paper(Model):
    """A paper of an item, or of the meeting as a whole (`item_id` None): a stored file or a link.

    `public` says who may read it once its item is public; a paper of a non-public item never is, whatever
    stands here. `pages` and `words` are counted at upload for the reading time, 0 where nobody can tell;
    `sha256` is the digest of what is kept.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("(storage_name IS NULL) <> (link IS NULL)", name="file_or_link"),
        CheckConstraint(
            "(storage_name IS NULL) = (sha256 IS NULL) AND (storage_name IS NULL) = (size = 0)", name="file_facts"
        ),
        CheckConstraint("pages >= 0 AND words >= 0 AND size >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    public: Mapped[bool] = mapped_column(default=False)
    storage_name: Mapped[str | None] = mapped_column(unique=True)
    link: Mapped[str | None]
    file_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    words: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
