"""Everything that the public page of one idea shows, read in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, DateTime, ScalarSelect, Select, bindparam, func, select, type_coerce
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from app.db import rows
from app.ideas.models import Attachment, Idea, IdeaHistory
from app.ideas.queries.visibility import keeps_its_address, publicly_readable
from app.ideas.states import IdeaState

# Questions to the submitter and what is said before the idea is public stay between the two sides.
BEFORE_PUBLICATION = frozenset({IdeaState.SUBMITTED, IdeaState.FORMAL_CHECK})
ANSWERED_IN_PUBLIC = frozenset(set(IdeaState) - BEFORE_PUBLICATION - {IdeaState.NEEDS_INFO, IdeaState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A step of the life cycle as everybody may know it."""

    state: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class PublicFile:
    """An attachment that a moderator approved."""

    id: int
    file_name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class PublicIdea:
    """An idea that everybody may read."""

    id: int
    reference: str
    state: str
    title: str
    body: str
    organisation: str
    group_code: str
    field_code: str
    places: tuple[str, ...]
    goals: tuple[str, ...]
    support_count: int
    comment_count: int
    language: str
    submitted_at: datetime
    published_at: datetime
    updated_at: datetime
    merged_into: str | None
    steps: tuple[PublicStep, ...]
    files: tuple[PublicFile, ...]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an idea whose text is not public: that it was, and what became of it.

    `title` is empty unless it once was public.
    """

    reference: str
    state: str
    title: str
    since: datetime
    merged_into: str | None


TOLD_APART = frozenset({"places", "goals", "merged_into", "steps", "files"})
FACTS = tuple(fact.name for fact in fields(PublicIdea) if fact.name not in TOLD_APART)


def public_page(reference: str, now: datetime) -> PublicIdea | Tombstone | None:
    """What the address of this reference shows; None alike for secret ideas and numbers never given."""
    found = rows(_page_query(), {"reference": reference, "now": now})
    if not found:
        return None
    row = found[0]
    if not row.readable or row.state == IdeaState.WITHDRAWN:
        title = row.title if row.readable else ""
        return Tombstone(row.reference, row.state, title, row.state_since, row.merged_into)
    return PublicIdea(
        **{name: getattr(row, name) for name in FACTS},
        places=tuple(row.places),
        goals=tuple(row.goals),
        merged_into=row.merged_into,
        steps=_public_steps(row.steps or ()),
        files=tuple(PublicFile(*file) for file in row.files or ()),
    )


@cache
def _page_query() -> Select[*tuple[Any, ...]]:
    now = bindparam("now", type_=DateTime(timezone=True))
    target = aliased(Idea)
    merged_into = (
        select(target.reference)
        .where(target.id == Idea.merged_into_id, publicly_readable(now, target))
        .scalar_subquery()
    )
    return select(
        publicly_readable(now).label("readable"),
        Idea.state_since,
        merged_into.label("merged_into"),
        Idea.id,
        Idea.reference,
        Idea.state,
        Idea.title,
        Idea.body,
        Idea.organisation,
        Idea.group_code,
        Idea.action_field_code.label("field_code"),
        Idea.authority_ags.label("places"),
        Idea.goal_codes.label("goals"),
        Idea.support_count,
        Idea.comment_count,
        Idea.language,
        Idea.submitted_at,
        Idea.published_at,
        Idea.updated_at,
        _steps().label("steps"),
        _files().label("files"),
    ).where(Idea.reference == bindparam("reference"), keeps_its_address(now))


def _steps() -> ScalarSelect[Any]:
    entry = func.json_build_array(IdeaHistory.to_state, IdeaHistory.at, IdeaHistory.reason)
    return (
        select(type_coerce(func.json_agg(aggregate_order_by(entry, IdeaHistory.revision)), JSON))
        .where(IdeaHistory.idea_id == Idea.id)
        .scalar_subquery()
    )


def _files() -> ScalarSelect[Any]:
    entry = func.json_build_array(Attachment.id, Attachment.file_name, Attachment.media_type, Attachment.size)
    return (
        select(type_coerce(func.json_agg(aggregate_order_by(entry, Attachment.id)), JSON))
        .where(Attachment.idea_id == Idea.id, Attachment.approved_at.is_not(None), ~Attachment.confidential)
        .scalar_subquery()
    )


def _public_steps(history: Sequence[tuple[str, str, str]]) -> tuple[PublicStep, ...]:
    """Steps without the exchange before publication: one „eingereicht“, one „in Prüfung“, then all."""
    steps: list[PublicStep] = []
    published = False
    for state, at, reason in history:
        published = published or state == IdeaState.ASSESSMENT
        public = published or state in BEFORE_PUBLICATION
        if not public or state == IdeaState.NEEDS_INFO or (steps and steps[-1].state == state):
            continue
        said = reason if published and state in ANSWERED_IN_PUBLIC else ""
        steps.append(PublicStep(state, datetime.fromisoformat(at), said))
    return tuple(steps)
