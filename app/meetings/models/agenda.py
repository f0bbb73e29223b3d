"""Tables of agendas: the items, the ideas that they are about, and the agenda as it stood when it was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.meetings.models.words import one_of
from app.meetings.states import ItemKind


class AgendaItem(Model):
    """An item of the agenda (TOP), `minutes` long. Of a non-public one the public reads the neutral title at most.

    `late_reason` is set for an item that came after the limit for late items (Nachtrag); the meeting has to
    agree to it, and `late_consent` is what it said, None before it was asked. `revision` counts the changes of
    the item's own words: a form sends it back to notice a colleague's edit.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint(one_of("kind", ItemKind), name="kind"),
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("late_consent IS NULL OR late_reason <> ''", name="consent_to_late_items"),
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
    late_reason: Mapped[str] = mapped_column(default="", server_default="")
    late_consent: Mapped[bool | None]
    revision: Mapped[int] = mapped_column(default=0, server_default="0")


class AgendaItemIdea(Model):
    """An idea that an item is about. A deferred idea may stand on a second agenda later; both links stay."""

    __tablename__ = "agenda_item_idea"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True, index=True)


class AgendaVersion(Model):
    """The agenda as it stood at a moment: the first one when it was sent with the invitation, then every change.

    `items` holds what the comparison tells: for each item its id, number and words, non-public ones included.
    """

    __tablename__ = "agenda_version"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
