"""The table of tasks (Auftrag, Wiedervorlage): who does what until when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class ActionItem(Model):
    """A task. It belongs to a seat (whoever holds it answers for it) or to somebody with name and address.

    `due_on` is a local day and ends at 23:59:59.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("(seat_id IS NULL) <> (owner_name = '')", name="owner"),
        CheckConstraint(r"owner_email !~ '[[:cntrl:]]' AND owner_name !~ '[[:cntrl:]]'", name="one_line"),
        CheckConstraint("done_at IS NOT NULL OR done_note = ''", name="done"),
        Index("ix_action_item_open_due_on", "due_on", "id", postgresql_where=text("done_at IS NULL")),
        Index("ix_action_item_item_id", "item_id"),
        Index("ix_action_item_seat_id", "seat_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))
    title: Mapped[str]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    owner_name: Mapped[str] = mapped_column(default="")
    owner_email: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None]
    done_note: Mapped[str] = mapped_column(default="")
    done_by: Mapped[str] = mapped_column(default="")
