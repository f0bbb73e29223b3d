"""Tables of feedback: the voice behind an address, what it wrote, what it supports, and what became of that."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.feedback.states import ContributionState, Kind, ShownAs, SupportState, Topic

LONGEST_COMMENT = 3000
LONGEST_GENERAL = 5000
LONGEST_NAME = 120


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Voice(Model):
    """Somebody who takes part, known by a mail address and nothing else.

    `address_hash` is the SHA-256 of the normalised address, so that one person is one voice however
    the address is written. `pass_version` stands in every signed link of this voice; raising it makes
    all links worthless that went out before.
    """

    __tablename__ = "voice"
    __table_args__ = (
        CheckConstraint("octet_length(address_hash) = 32", name="address_hash"),
        CheckConstraint("language IN ('de', 'en')", name="language"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    address: Mapped[str]
    language: Mapped[str] = mapped_column(default="de")
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    pass_version: Mapped[int] = mapped_column(default=1)


class Contribution(Model):
    """A comment on an idea, an answer to a comment, or general feedback.

    `answers_depth` is 0 in every answer: with the foreign key it holds a thread to one level and an
    answer to the idea of its comment. `revision` counts every change; staff forms send it back.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint(_one_of("kind", Kind), name="kind"),
        CheckConstraint(_one_of("state", ContributionState), name="state"),
        CheckConstraint(_one_of("shown_as", ShownAs), name="shown_as"),
        CheckConstraint(f"topic IS NULL OR {_one_of('topic', Topic)}", name="topic"),
        CheckConstraint("(kind = 'comment') = (idea_id IS NOT NULL)", name="comment_has_idea"),
        CheckConstraint("(kind = 'general') = (topic IS NOT NULL)", name="general_has_topic"),
        CheckConstraint("kind = 'comment' OR state <> 'published'", name="only_comments_are_published"),
        CheckConstraint("kind = 'general' OR state <> 'answered'", name="only_general_ends_answered"),
        CheckConstraint("(state <> 'published') OR (published_at IS NOT NULL)", name="published_at"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(state <> 'answered') OR (answer IS NOT NULL)", name="answered_has_answer"),
        CheckConstraint("(state IN ('unconfirmed', 'withdrawn')) OR (due_at IS NOT NULL)", name="due_at"),
        CheckConstraint("depth = (answers_id IS NOT NULL)::int", name="depth"),
        CheckConstraint("answers_depth = 0", name="answers_a_comment"),
        CheckConstraint("(answers_id IS NULL) = (answers_depth IS NULL)", name="answers"),
        CheckConstraint("shown_as <> 'name' OR name <> ''", name="shown_name"),
        CheckConstraint("shown_as <> 'organisation' OR organisation <> ''", name="shown_organisation"),
        CheckConstraint(
            f"body <> '' AND char_length(body) <= CASE kind WHEN 'comment' THEN {LONGEST_COMMENT}"
            f" ELSE {LONGEST_GENERAL} END",
            name="body_length",
        ),
        UniqueConstraint("id", "depth", "idea_id"),
        ForeignKeyConstraint(
            ["answers_id", "answers_depth", "idea_id"],
            ["contribution.id", "contribution.depth", "contribution.idea_id"],
            name="fk_contribution_answers",
        ),
        Index(
            "ix_contribution_idea_id_published_at",
            "idea_id",
            text("published_at DESC"),
            postgresql_where=text("state = 'published'"),
        ),
        Index("ix_contribution_waiting", "due_at", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_contribution_unconfirmed", "created_at", postgresql_where=text("state = 'unconfirmed'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    voice_id: Mapped[int] = mapped_column(ForeignKey("voice.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=ContributionState.UNCONFIRMED)
    revision: Mapped[int] = mapped_column(default=1)

    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    depth: Mapped[int] = mapped_column(default=0)
    answers_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    answers_depth: Mapped[int | None]
    topic: Mapped[str | None]
    page: Mapped[str] = mapped_column(default="")

    body: Mapped[str]
    group_code: Mapped[str] = mapped_column(ForeignKey("stakeholder_group.code"))
    name: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    shown_as: Mapped[str] = mapped_column(default=ShownAs.NAME)
    language: Mapped[str]
    consent_version: Mapped[str]
    consented_at: Mapped[datetime]
    submission_key: Mapped[uuid.UUID] = mapped_column(unique=True)

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    voice: Mapped[Voice] = relationship(lazy="joined", innerjoin=True)

    @property
    def author(self) -> str:
        """The name that the public reads; empty for anonymous."""
        return {ShownAs.NAME: self.name, ShownAs.ORGANISATION: self.organisation}.get(ShownAs(self.shown_as), "")


class ContributionHistory(Model):
    """One step in the life of a contribution, with the text as it stood then; never changed."""

    __tablename__ = "contribution_history"
    __table_args__ = (
        UniqueConstraint("contribution_id", "revision"),
        CheckConstraint(_one_of("to_state", ContributionState), name="to_state"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    revision: Mapped[int]
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    body: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class Support(Model):
    """One voice stands behind one idea (Unterstützung): counted once, whatever happens.

    `moved_from_id` is the idea it was given to before a merge; `also_given_to` are merged ideas that the
    same voice supported as well, so that undoing the merge can give them their supports back.
    """

    __tablename__ = "support"
    __table_args__ = (
        UniqueConstraint("idea_id", "voice_id"),
        CheckConstraint(_one_of("state", SupportState), name="state"),
        CheckConstraint("(state <> 'counted') OR (counted_at IS NOT NULL)", name="counted_at"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
        Index("ix_support_idea_id_counted", "idea_id", "group_code", postgresql_where=text("state = 'counted'")),
        Index("ix_support_unconfirmed", "asked_at", postgresql_where=text("state = 'unconfirmed'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    voice_id: Mapped[int] = mapped_column(ForeignKey("voice.id"), index=True)
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    also_given_to: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), default=list, server_default=text("'{}'::bigint[]")
    )
    state: Mapped[str] = mapped_column(default=SupportState.UNCONFIRMED)
    revision: Mapped[int] = mapped_column(default=1)
    group_code: Mapped[str] = mapped_column(ForeignKey("stakeholder_group.code"))
    consent_version: Mapped[str]
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    counted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    voice: Mapped[Voice] = relationship(lazy="joined", innerjoin=True)
