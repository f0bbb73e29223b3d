"""Tables of those who took part in a meeting, and of those who may not vote on an item."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.proceedings.models.words import one_of
from app.proceedings.states import Presence


class Attendance(Model):
    """How one seat took part in one meeting; `holder` and `voting` are as they were on that day.

    Somebody who came late or left early did so with an item: `arrived_item_id` is the first item and
    `left_item_id` the first one without them.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint(one_of("presence", Presence), name="presence"),
        CheckConstraint("(presence = 'represented') = (represented_by <> '')", name="represented_by"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    holder: Mapped[str]
    voting: Mapped[bool]
    presence: Mapped[str]
    represented_by: Mapped[str] = mapped_column(default="")
    arrived_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))
    left_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))


class Recusal(Model):
    """A seat that takes no part in an item because of a conflict of interest (Befangenheit)."""

    __tablename__ = "recusal"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(default="")
