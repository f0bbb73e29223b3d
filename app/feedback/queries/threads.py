"""What stands below a public idea: threads of comments and the balance of voices, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from app.db import db, rows
from app.feedback.models import Contribution
from app.feedback.queries.balance import GroupVoices, balance_column, read_balance
from app.feedback.states import ContributionState, ShownAs
from app.ideas.models import Idea

SHOWN = 200


@dataclass(frozen=True, slots=True)
class PublicComment:
    """A comment as everybody reads it; `author` is empty for anonymous.

    `gone` marks a comment that is no longer public while answers to it are: it has no text then.
    """

    id: int
    answers_id: int | None
    gone: bool
    body: str
    language: str
    group_code: str
    author: str
    published_at: datetime
    answer: str | None
    answered_at: datetime | None
    moved_from: str | None


# In the order of the array that _entries() builds.
PUBLIC_FACTS = tuple(fact.name for fact in fields(PublicComment))


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and the answers to it, oldest answer first."""

    comment: PublicComment
    answers: tuple[PublicComment, ...]


@dataclass(frozen=True, slots=True)
class Discussion:
    """Newest threads first, and how many voices came from which group."""

    threads: tuple[Thread, ...]
    balance: tuple[GroupVoices, ...]

    def group_names(self, language: str) -> dict[str, str]:
        """The names of the groups by their code."""
        return {voices.group.code: voices.group.name(language) for voices in self.balance}


def discussion_of(idea_id: int) -> Discussion:
    """The public discussion of an idea that the caller found publicly readable."""
    row = rows(_discussion_query(), {"idea_id": idea_id})[0]
    return Discussion(_threads([_read(entry) for entry in row.comments or ()]), read_balance(row.balance or ()))


@cache
def _discussion_query() -> Select[*tuple[Any, ...]]:
    # Put together once: that takes several times as long as the answer.
    idea_id = bindparam("idea_id", type_=BigInteger())
    newest_first = (Contribution.published_at.desc(), Contribution.id.desc())
    latest = _entries(idea_id).order_by(*newest_first).limit(SHOWN).subquery()
    ordered = aggregate_order_by(latest.c.entry, latest.c.published_at.desc(), latest.c.id.desc())
    comments = select(type_coerce(func.json_agg(ordered), JSON)).scalar_subquery()
    return select(comments.label("comments"), balance_column(idea_id))


def public_comment(comment_id: int, idea_id: int) -> PublicComment | None:
    """A comment of this idea that can be answered: public, and no answer itself."""
    query = _entries(idea_id).where(
        Contribution.id == comment_id,
        Contribution.depth == 0,
        Contribution.state == ContributionState.PUBLISHED,
    )
    row = db.session.execute(query).one_or_none()
    return _read(row.entry) if row else None


def _entries(idea_id: int | ColumnElement[int]) -> Any:
    child = aliased(Contribution)
    public = Contribution.state == ContributionState.PUBLISHED
    has_public_answers = exists().where(child.answers_id == Contribution.id, child.state == ContributionState.PUBLISHED)
    author = case(
        (Contribution.shown_as == ShownAs.NAME, Contribution.name),
        (Contribution.shown_as == ShownAs.ORGANISATION, Contribution.organisation),
        else_="",
    )
    entry = func.json_build_array(
        Contribution.id,
        Contribution.answers_id,
        ~public,
        case((public, Contribution.body), else_=""),
        Contribution.language,
        Contribution.group_code,
        case((public, author), else_=""),
        Contribution.published_at,
        case((public, Contribution.answer)),
        Contribution.answered_at,
        select(Idea.reference).where(Idea.id == Contribution.moved_from_id).scalar_subquery(),
    )
    return select(type_coerce(entry, JSON).label("entry"), Contribution.published_at, Contribution.id).where(
        Contribution.idea_id == idea_id,
        Contribution.published_at.is_not(None),
        or_(public, and_(Contribution.depth == 0, has_public_answers)),
    )


def _read(entry: Sequence[Any]) -> PublicComment:
    facts = dict(zip(PUBLIC_FACTS, entry, strict=True))
    answered_at = facts["answered_at"]
    facts["published_at"] = datetime.fromisoformat(facts["published_at"])
    facts["answered_at"] = datetime.fromisoformat(answered_at) if answered_at else None
    return PublicComment(**facts)


def _threads(comments: list[PublicComment]) -> tuple[Thread, ...]:
    answers: dict[int, list[PublicComment]] = {}
    for comment in reversed(comments):
        if comment.answers_id is not None:
            answers.setdefault(comment.answers_id, []).append(comment)
    return tuple(
        Thread(comment, tuple(answers.get(comment.id, ()))) for comment in comments if comment.answers_id is None
    )
