"""Ideas like the one that somebody is writing or reading, each with the reason why it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, DateTime, Integer, Select, Text, bindparam, cast, func, literal, select
from sqlalchemy.dialects.postgresql import TSQUERY

from app.db import rows
from app.ideas.models import Idea
from app.ideas.queries.visibility import publicly_listed

GERMAN = literal("german", literal_execute=True)
# The longest words say most in German; more of them cost time and find no more.
WORDS_COMPARED = 5
SHARE_OF_WORDS = 0.4
MOST_COMPARED = 200
TITLE, TEXT = bindparam("title", type_=Text()), bindparam("text", type_=Text())
MOST = bindparam("most", type_=Integer())
# By title, by words.
Statements = tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]


class Reason(StrEnum):
    """Why an idea is shown as similar."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SimilarIdea:
    """An idea that resembles another text; `closeness` lies between 0 and 1."""

    id: int
    reference: str
    title: str
    state: str
    support_count: int
    reason: Reason
    closeness: float


def similar_ideas(
    title: str, body: str, now: datetime, limit: int = 5, except_id: int | None = None
) -> list[SimilarIdea]:
    """The public ideas most like this title and text, closest first, without `except_id` itself."""
    return _closest(_public_statements(), {"now": now}, title, body, limit, except_id)


def similar_among(
    among: ColumnElement[bool], title: str, body: str, limit: int = 5, except_id: int | None = None
) -> list[SimilarIdea]:
    """The same among the ideas that fulfil a condition: staff compare with what is not public, too.

    Titles are compared by trigrams over all ideas (pg_trgm.similarity_threshold, set to 0.5 for every
    connection), texts by how many of their longest words they share.
    """
    return _closest(_statements(among), {}, title, body, limit, except_id)


@cache
def _public_statements() -> Statements:
    # Put together once: that takes longer than a small database takes to answer.
    return _statements(publicly_listed(bindparam("now", type_=DateTime(timezone=True))))


def _statements(among: ColumnElement[bool]) -> Statements:
    return _by_title(among), _by_words(among)


def _closest(
    statements: Statements, facts: dict[str, object], title: str, body: str, limit: int, except_id: int | None
) -> list[SimilarIdea]:
    facts = {**facts, "title": title, "text": f"{title} {body}", "most": limit + 1}
    found: dict[int, SimilarIdea] = {}
    for statement in statements:
        for idea in map(_similar, rows(statement, facts, searching=True)):
            if idea.id != except_id and (idea.id not in found or found[idea.id].closeness < idea.closeness):
                found[idea.id] = idea
        if len(found) >= limit:
            break
    return sorted(found.values(), key=lambda idea: (-idea.closeness, -idea.id))[:limit]


def _similar(row: Any) -> SimilarIdea:
    return SimilarIdea(
        id=row.id,
        reference=row.reference,
        title=row.title,
        state=row.state,
        support_count=row.support_count,
        reason=Reason(row.reason),
        closeness=min(1.0, float(row.closeness)),
    )


_COLUMNS = (Idea.id, Idea.reference, Idea.title, Idea.state, Idea.support_count)


def _by_title(among: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    ours, theirs = func.lower(TITLE), func.lower(Idea.title)
    closeness = func.similarity(theirs, ours).label("closeness")
    return (
        select(*_COLUMNS, literal(Reason.TITLE.value).label("reason"), closeness)
        .where(theirs.op("%")(ours), among)
        .order_by(closeness.desc(), Idea.id.desc())
        .limit(MOST)
    )


def _by_words(among: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    lexeme = func.unnest(func.tsvector_to_array(func.to_tsvector(GERMAN, TEXT))).table_valued("word").render_derived()
    longest = (
        select(lexeme.c.word)
        .order_by(func.length(lexeme.c.word).desc(), lexeme.c.word)
        .limit(WORDS_COMPARED)
        .cte("longest")
    )
    one, other = longest.alias("one"), longest.alias("other")
    pair = func.quote_literal(one.c.word) + " & " + func.quote_literal(other.c.word)
    # Any two of the words together: the index answers that by itself, and few ideas fulfil it.
    pairs = (
        select(cast(func.string_agg(pair, literal(" | ")), TSQUERY))
        .select_from(one.join(other, one.c.word < other.c.word))
        .scalar_subquery()
    )
    ours = select(func.array_agg(longest.c.word)).select_from(longest).scalar_subquery()
    shared = (func.length(Idea.search) - func.length(func.ts_delete(Idea.search, ours))).label("shared")
    found = (
        select(*_COLUMNS, shared, func.cardinality(ours).label("all"))
        .where(Idea.search.op("@@", return_type=Boolean())(pairs), among)
        .limit(MOST_COMPARED)
        .subquery("found")
    )
    closeness = (found.c.shared * 1.0 / found.c.all).label("closeness")
    return (
        select(*(found.c[column.key] for column in _COLUMNS), literal(Reason.TEXT.value).label("reason"), closeness)
        .where(closeness >= SHARE_OF_WORDS)
        .order_by(closeness.desc(), found.c.id.desc())
        .limit(MOST)
    )
