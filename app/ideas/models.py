"""Tables of ideas: the idea, where it applies, what it aims at, and its written history."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    column,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.ideas.states import AWAITING, Channel, IdeaState, Visibility
from app.region.models import ActionField, Authority, Goal

LONGEST_TITLE = 150
LONGEST_TEXT = 5000


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


def _public_by(name: str, key: str) -> Index:
    """An index that a list sorted by this key walks down."""
    return Index(name, text(f"{key} DESC"), text("id DESC"), postgresql_where=text("visibility = 'public'"))


class Idea(Model):
    """A proposal. As a draft it may be incomplete; from submission on the constraints hold it whole.

    `revision` counts every change and is what forms send back to notice a colleague's edit.
    `published_at` is set when it first became public; `publish_at` holds it back until then.
    """

    __tablename__ = "idea"
    __table_args__ = (
        CheckConstraint(_one_of("state", IdeaState), name="state"),
        CheckConstraint(_one_of("visibility", Visibility), name="visibility"),
        CheckConstraint(_one_of("channel", Channel), name="channel"),
        CheckConstraint(f"char_length(title) <= {LONGEST_TITLE}", name="title_length"),
        CheckConstraint(f"char_length(body) <= {LONGEST_TEXT}", name="body_length"),
        CheckConstraint(
            "state = 'draft' OR (reference IS NOT NULL AND submitted_at IS NOT NULL"
            " AND title <> '' AND body <> '' AND group_code IS NOT NULL"
            " AND action_field_code IS NOT NULL AND contact_name <> '')",
            name="complete_when_submitted",
        ),
        CheckConstraint("(state = 'draft') = (reference IS NULL)", name="reference_once_submitted"),
        CheckConstraint(
            "visibility = 'internal' OR state NOT IN ('draft', 'submitted')",
            name="not_public_before_the_check",
        ),
        CheckConstraint(
            "visibility = 'internal' OR NOT confidential",
            name="confidential_is_internal",
        ),
        CheckConstraint("(visibility = 'public') <= (published_at IS NOT NULL)", name="published_at"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        Index("ix_idea_state_submitted_at", "state", "submitted_at"),
        Index("ix_idea_search", "search", postgresql_using="gin"),
        Index(
            "ix_idea_title_trigrams",
            func.lower(column("title")).label("lower_title"),
            postgresql_using="gin",
            postgresql_ops={"lower_title": "gin_trgm_ops"},
        ),
        _public_by("ix_idea_public_published_at", "published_at"),
        Index(
            "ix_idea_awaiting_due_at",
            "due_at",
            "id",
            postgresql_where=text(_one_of("state", AWAITING)),
        ),
        _public_by("ix_idea_public_support", "support_count"),
        _public_by("ix_idea_public_comments", "comment_count"),
        Index("ix_idea_places_goals", "authority_ags", "goal_codes", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    reference: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=IdeaState.DRAFT)
    visibility: Mapped[str] = mapped_column(default=Visibility.INTERNAL)
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    group_code: Mapped[str | None] = mapped_column(ForeignKey("stakeholder_group.code"))
    action_field_code: Mapped[str | None] = mapped_column(ForeignKey("action_field.code"), index=True)
    organisation: Mapped[str] = mapped_column(default="")
    confidential: Mapped[bool] = mapped_column(default=False)
    annex: Mapped[str] = mapped_column(default="")

    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str | None] = mapped_column(index=True)
    contact_phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    consent_version: Mapped[str | None]
    consented_at: Mapped[datetime | None]
    email_confirmed_at: Mapped[datetime | None]

    channel: Mapped[str] = mapped_column(default=Channel.WEB)
    received_on: Mapped[date | None]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    self_check: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)

    # A draft belongs to whoever holds its token; only the hash is kept.
    draft_token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    submission_key: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    # When the draft was handed in; it becomes an idea once the address is confirmed.
    handed_in_at: Mapped[datetime | None]

    support_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)

    # Copies of idea_authority and idea_goal, kept by triggers (migration 0008): reading filters by
    # them without a join. Nothing but the triggers writes them.
    authority_ags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"), deferred=True)
    goal_codes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"), deferred=True)

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    state_since: Mapped[datetime]
    # Until when the state at hand should be left: fixed on entering it, because it is what people were told.
    due_at: Mapped[datetime | None]

    search: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('german', title), 'A') ||"
            " setweight(to_tsvector('german', body), 'B') ||"
            " setweight(to_tsvector('german', organisation), 'C')",
            persisted=True,
        ),
        deferred=True,
    )

    authorities: Mapped[list[Authority]] = relationship(
        secondary="idea_authority", lazy="selectin", order_by=Authority.position
    )
    goals: Mapped[list[Goal]] = relationship(secondary="idea_goal", lazy="selectin", order_by=Goal.position)
    action_field: Mapped[ActionField | None] = relationship(lazy="joined")


class IdeaAuthority(Model):
    """An authority that an idea concerns (räumlicher Bezug)."""

    __tablename__ = "idea_authority"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    ags: Mapped[str] = mapped_column(ForeignKey("authority.ags"), primary_key=True, index=True)


class IdeaGoal(Model):
    """A goal that an idea serves."""

    __tablename__ = "idea_goal"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    goal_code: Mapped[str] = mapped_column(ForeignKey("goal.code"), primary_key=True, index=True)


class IdeaHistory(Model):
    """One step of the life cycle: written with the step, never changed, never deleted.

    `reason` is what the submitter (and, once public, everybody) reads; `note` is for staff.
    """

    __tablename__ = "idea_history"
    __table_args__ = (
        UniqueConstraint("idea_id", "revision"),
        CheckConstraint(_one_of("to_state", IdeaState), name="to_state"),
        Index("ix_idea_history_idea_id_at", "idea_id", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"))
    revision: Mapped[int]
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class ReferenceCounter(Model):
    """The last number given out in a year; locked while the next is taken, so there is no gap."""

    __tablename__ = "reference_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Inquiry(Model):
    """A question to the submitter („Wir brauchen noch eine Angabe von Ihnen“) and the answer."""

    __tablename__ = "idea_inquiry"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(
            "uq_idea_inquiry_open",
            "idea_id",
            unique=True,
            postgresql_where=text("answered_at IS NULL AND closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    question: Mapped[str]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Objection(Model):
    """What a submitter has to say against a decision; the office upholds it (reopen) or answers why not."""

    __tablename__ = "idea_objection"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (upheld IS NULL)", name="settled"),
        Index("uq_idea_objection_open", "idea_id", unique=True, postgresql_where=text("settled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    against: Mapped[str]
    statement: Mapped[str]
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    upheld: Mapped[bool | None]


class Attachment(Model):
    """A file that came with an idea; `storage_name` is random, `file_name` is what people see."""

    __tablename__ = "idea_attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("NOT (confidential AND approved_at IS NOT NULL)", name="annex_stays_inside"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    storage_name: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    confidential: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AnnexAccess(Model):
    """Who looked at a confidential annex, and when."""

    __tablename__ = "idea_annex_access"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[str]
