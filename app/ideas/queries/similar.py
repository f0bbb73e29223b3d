"""Ideas like the one that somebody is writing or reading, each with the reason why it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Text, cast, column, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from app.db import db
from app.ideas.models import Idea
from app.ideas.queries.visibility import publicly_listed

GERMAN = literal("german", literal_execute=True)
# The longest words say most in German; more of them cost time and find no more.
WORDS_COMPARED = 12
SHARE_OF_WORDS = 0.4
FEWEST_WORDS = 2
# Texts are compared with the newest ideas that have any word in common: ranking all would cost too much.
NEWEST_COMPARED = 300


class Reason(StrEnum):
    """Why an idea is shown as similar."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SimilarIdea:
    """A public idea that resembles another text; `closeness` lies between 0 and 1."""

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
    """The public ideas most like this title and text, closest first, without `except_id` itself.

    Titles are compared by trigrams over all ideas (pg_trgm.similarity_threshold, set to 0.5 for every
    connection), texts by their longest words over the newest ideas.
    """
    found: dict[int, SimilarIdea] = {}
    for query in (_by_title(title, now, limit + 1), _by_words(f"{title} {body}", now, limit + 1)):
        for row in db.session.execute(query):
            idea = _similar(row)
            if idea.id != except_id and (idea.id not in found or found[idea.id].closeness < idea.closeness):
                found[idea.id] = idea
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


def _by_title(title: str, now: datetime, limit: int) -> Select[*tuple[Any, ...]]:
    ours, theirs = func.lower(title), func.lower(Idea.title)
    closeness = func.similarity(theirs, ours).label("closeness")
    return (
        select(*_COLUMNS, literal(Reason.TITLE.value).label("reason"), closeness)
        .where(theirs.op("%")(ours), publicly_listed(now))
        .order_by(closeness.desc(), Idea.id.desc())
        .limit(limit)
    )


def _by_words(text: str, now: datetime, limit: int) -> Select[*tuple[Any, ...]]:
    lexeme = func.unnest(func.tsvector_to_array(func.to_tsvector(GERMAN, text))).table_valued("lexeme").render_derived()
    longest = (
        select(lexeme.c.lexeme).order_by(func.length(lexeme.c.lexeme).desc(), lexeme.c.lexeme).limit(WORDS_COMPARED)
    ).subquery()
    words = (
        select(
            func.array_agg(longest.c.lexeme).label("all"),
            cast(func.string_agg(func.quote_literal(longest.c.lexeme), literal(" | ")), TSQUERY).label("any"),
        )
        .select_from(longest)
        .cte("words")
        .prefix_with("MATERIALIZED")
    )
    any_word = select(words.c.any).scalar_subquery()
    newest = (
        select(*_COLUMNS, Idea.search)
        .where(Idea.search.op("@@")(any_word).is_(True), publicly_listed(now))
        .order_by(Idea.published_at.desc(), Idea.id.desc())
        .limit(NEWEST_COMPARED)
        .subquery()
    )
    ours = cast(words.c["all"], ARRAY(Text))
    shared = func.length(newest.c.search) - func.length(func.ts_delete(newest.c.search, ours))
    closeness = (shared * 1.0 / func.cardinality(ours)).label("closeness")
    return (
        select(*(newest.c[c.key] for c in _COLUMNS), literal(Reason.TEXT.value).label("reason"), closeness)
        .select_from(newest.join(words, literal(True)))
        .where(shared >= FEWEST_WORDS, closeness >= SHARE_OF_WORDS)
        .order_by(column("closeness").desc(), newest.c.id.desc())
        .limit(limit)
    )
