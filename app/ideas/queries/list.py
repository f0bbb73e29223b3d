"""The list of public ideas: filtered, searched, sorted, one page at a time, whatever their number.

The planner cannot know how many ideas fit a search, and guesses wrong for rare words. So the count comes
first, and it decides: few hits are gathered and sorted, many are met by walking down the sorted index.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Double,
    FromClause,
    Select,
    bindparam,
    cast,
    func,
    select,
    tuple_,
)

from app.db import db
from app.ideas.models import Idea
from app.ideas.queries.counts import COUNTED, count_ideas
from app.ideas.queries.filters import GERMAN, IdeaFilter, Sort, conditions, text_query
from app.ideas.queries.spelling import better_spelling
from app.ideas.queries.visibility import Moment
from app.web.paging import Page, read_cursor, write_cursor
from app.web.search import HIT_ENDS, HIT_STARTS

PER_PAGE = 20
# Of a frequent word only so many of the newest hits are ranked; ranking all takes 35 ms at 100,000 ideas.
RANKED = 100
# Up to here all hits are gathered and ranked; beyond, RANKED of them lie among the newest 5,000 of 100,000.
GATHERED = 2000
EXCERPT = 400
STATEMENTS_KEPT = 256
NOW = bindparam("now", type_=DateTime(timezone=True))
SEARCHED_FOR_HITS = 1500
SORT_KEYS = {
    Sort.NEWEST: Idea.published_at,
    Sort.SUPPORT: Idea.support_count,
    Sort.COMMENTS: Idea.comment_count,
}
KEY_TYPES: dict[Sort, Callable[[Any], object]] = {
    Sort.NEWEST: datetime.fromisoformat,
    Sort.SUPPORT: int,
    Sort.COMMENTS: int,
    Sort.RELEVANCE: float,
}
HEADLINE = f"StartSel={HIT_STARTS}, StopSel={HIT_ENDS}, MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter= … "
TITLE_HEADLINE = f"StartSel={HIT_STARTS}, StopSel={HIT_ENDS}, HighlightAll=true"


@dataclass(frozen=True, slots=True)
class IdeaCard:
    """What a list shows of an idea; hits stand between HIT_STARTS and HIT_ENDS."""

    id: int
    reference: str
    title: str
    excerpt: str
    state: str
    field_code: str
    places: tuple[str, ...]
    support_count: int
    comment_count: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list and how many ideas there are in all; more than COUNTED means „more than“."""

    page: Page[IdeaCard]
    count: int
    # Set when only the newest hits were ranked, so that the list ends before the hits do.
    ranked_only: int | None = None

    @property
    def facts(self) -> tuple[Hashable, ...]:
        """Everything in it, to tell one listing from another."""
        return (*self.page.items, self.page.next, self.page.previous, self.count, self.ranked_only)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The same search in other words, and how many ideas it finds."""

    meant: IdeaFilter
    count: int


def listed_ideas(wanted: IdeaFilter, now: datetime, after: str | None = None, before: str | None = None) -> Listing:
    """One page of the ideas that fit, from a cursor on (`after`) or back (`before`)."""
    ranking = wanted.sort == Sort.RELEVANCE
    gate = GATHERED if ranking else COUNTED
    count = count_ideas(wanted, now, gate)
    if not count:
        return Listing(Page([]), 0)
    many = count > gate or not wanted.narrows
    rows = _read_page(wanted, now, many, *_keyset(wanted.sort, after, before))
    return Listing(rows, min(count, COUNTED + 1), RANKED if many and ranking else None)


def suggestion_for(wanted: IdeaFilter, listing: Listing, now: datetime) -> Suggestion | None:
    """Other words that do find something, when these find nothing."""
    if listing.count or not wanted.words:
        return None
    better = better_spelling(wanted.words, now)
    if better is None:
        return None
    meant = replace(wanted, words=better)
    count = count_ideas(meant, now)
    return Suggestion(meant, count) if count else None


def _keyset(sort: Sort, after: str | None, before: str | None) -> tuple[list[Any] | None, bool]:
    """The key to start from and whether to read backwards; nonsense in the address starts at the top."""
    backwards = bool(before)
    key = read_cursor(before or after, 2)
    try:
        return (None if key is None else [KEY_TYPES[sort](key[0]), int(key[1])]), backwards and key is not None
    except (TypeError, ValueError, OverflowError):
        return None, False


def _read_page(
    wanted: IdeaFilter, now: datetime, many: bool, start: list[Any] | None, backwards: bool
) -> Page[IdeaCard]:
    statement = _page_statement(wanted, many, start is not None, backwards)
    key, last = start or (None, None)
    rows = list(db.session.execute(statement, {"now": now} | ({"key": key, "last": last} if start else {})))
    more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if backwards:
        rows.reverse()
    return Page(
        [_card(row) for row in rows],
        next=write_cursor(rows[-1].key, rows[-1].id) if rows and (more or backwards) else None,
        previous=write_cursor(rows[0].key, rows[0].id) if rows and (more if backwards else start is not None) else None,
    )


@lru_cache(maxsize=STATEMENTS_KEPT)
def _page_statement(wanted: IdeaFilter, many: bool, started: bool, backwards: bool) -> Select[*tuple[Any, ...]]:
    """The statement for a page, still without the moment and the key to start from.

    Kept, because putting it together takes longer than PostgreSQL takes to answer it.
    """
    hits = _hits(wanted, NOW, many)
    place = tuple_(hits.c.key, hits.c.id)
    order = (hits.c.key.asc(), hits.c.id.asc()) if backwards else (hits.c.key.desc(), hits.c.id.desc())
    ids = select(hits.c.id, hits.c.key).order_by(*order).limit(PER_PAGE + 1)
    if started:
        limit = tuple_(bindparam("key", type_=hits.c.key.type), bindparam("last", type_=BigInteger()))
        ids = ids.where(place > limit if backwards else place < limit)
    page = ids.subquery("page")
    order = (page.c.key.asc(), page.c.id.asc()) if backwards else (page.c.key.desc(), page.c.id.desc())
    return _columns(wanted, page).join(page, page.c.id == Idea.id).order_by(*order)


def _card(row: Any) -> IdeaCard:
    return IdeaCard(
        id=row.id,
        reference=row.reference,
        title=row.title,
        excerpt=row.excerpt,
        state=row.state,
        field_code=row.action_field_code,
        places=tuple(row.authority_ags),
        support_count=row.support_count,
        comment_count=row.comment_count,
        published_at=row.published_at,
    )


def _hits(wanted: IdeaFilter, now: Moment, many: bool) -> FromClause:
    """The ids and sort keys of what fits, in the form that makes PostgreSQL take the quicker way."""
    fits = conditions(wanted, now, by_index=not many)
    if wanted.sort != Sort.RELEVANCE:
        found: Select[*tuple[Any, ...]] = select(Idea.id, SORT_KEYS[wanted.sort].label("key")).where(*fits)
        return found.subquery("hits") if many else _gathered(found)
    if not many:
        return _gathered(select(Idea.id, _rank(Idea.search, wanted.words)).where(*fits))
    newest = (
        select(Idea.id, Idea.search)
        .where(*fits)
        .order_by(Idea.published_at.desc(), Idea.id.desc())
        .limit(RANKED)
        .subquery("newest")
    )
    return _gathered(select(newest.c.id, _rank(newest.c.search, wanted.words)))


def _gathered(found: Any) -> FromClause:
    gathered: FromClause = found.cte("hits").prefix_with("MATERIALIZED")
    return gathered


def _rank(search: Any, words: str) -> ColumnElement[float]:
    # As float8, so that the number in a cursor is the very number that was sorted by.
    return cast(func.ts_rank(search, text_query(words)), Double).label("key")


def _columns(wanted: IdeaFilter, page: FromClause) -> Select[*tuple[Any, ...]]:
    title: Any = Idea.title
    excerpt: Any = func.left(Idea.body, EXCERPT)
    if wanted.words:
        query = text_query(wanted.words)
        title = func.ts_headline(GERMAN, Idea.title, query, TITLE_HEADLINE)
        excerpt = func.ts_headline(GERMAN, func.left(Idea.body, SEARCHED_FOR_HITS), query, HEADLINE)
    return select(
        page.c.key,
        Idea.id,
        Idea.reference,
        title.label("title"),
        excerpt.label("excerpt"),
        Idea.state,
        Idea.action_field_code,
        Idea.authority_ags,
        Idea.support_count,
        Idea.comment_count,
        Idea.published_at,
    ).select_from(Idea)
