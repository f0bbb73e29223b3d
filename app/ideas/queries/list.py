"""The list of public ideas: filtered, searched, sorted, one page at a time, whatever their number.

The planner cannot know how many ideas fit a search, and guesses wrong for rare words. So the count comes
first, and it decides: few hits are gathered and sorted, many are met by walking down the sorted index.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Double,
    FromClause,
    Select,
    Text,
    bindparam,
    cast,
    func,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.db import rows
from app.ideas.models import Idea
from app.ideas.queries.counts import COUNTED, count_ideas
from app.ideas.queries.filters import GERMAN, SEARCHED, IdeaFilter, Sort, conditions, text_query
from app.ideas.queries.spelling import better_spelling
from app.ideas.queries.visibility import Moment
from app.web.paging import Page, read_cursor, write_cursor
from app.web.search import HIT_ENDS, HIT_STARTS

PER_PAGE = 20
# Up to COUNTED hits are gathered and ranked. Of a word with more of them only so many of the newest are:
# ranking all takes 35 ms at 100,000 ideas, and these lie among the newest 6,000 of them.
RANKED = 60
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


class IdeaCard(NamedTuple):
    """What a list shows of an idea; hits stand between HIT_STARTS and HIT_ENDS.

    A tuple in the order of the columns that _columns() reads: twenty of them are made for every page.
    """

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
    # Set when a phrase was looked for among the newest ideas only.
    searched_only: int | None = None

    @property
    def facts(self) -> tuple[Hashable, ...]:
        """Everything in it, to tell one listing from another."""
        return (*self.page.items, self.page.next, self.page.previous, self.count, self.ranked_only, self.searched_only)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The same search in other words, and how many ideas it finds."""

    meant: IdeaFilter
    count: int


def listed_ideas(wanted: IdeaFilter, now: datetime, after: str | None = None, before: str | None = None) -> Listing:
    """One page of the ideas that fit, from a cursor on (`after`) or back (`before`)."""
    wanted = _within_reach(wanted, now)
    searched_only = SEARCHED if wanted.newest_only else None
    count = count_ideas(wanted, now)
    if not count:
        return Listing(Page([]), 0, searched_only=searched_only)
    many = count > COUNTED or not wanted.narrows
    page = _read_page(wanted, now, many, *_keyset(wanted.sort, after, before))
    ranked_only = RANKED if many and wanted.sort == Sort.RELEVANCE else None
    return Listing(page, count, ranked_only, searched_only)


def _within_reach(wanted: IdeaFilter, now: datetime) -> IdeaFilter:
    """The search itself, or among the newest ideas only if it would have to read too many texts.

    An index knows which ideas hold the words of a phrase; whether these stand side by side is to be
    read in each text, which takes half a second when all of 100,000 ideas hold such frequent words.
    """
    if '"' not in wanted.words:
        return wanted
    loosely = replace(wanted, words=wanted.words.replace('"', " "))
    return replace(wanted, newest_only=count_ideas(loosely, now) > COUNTED)


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
    found = rows(statement, {"now": now} | ({"key": key, "last": last} if start else {}), searching=wanted.narrows)
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if backwards:
        found = found[::-1]
    return Page(
        [IdeaCard._make(row[1:]) for row in found],
        next=_cursor(found[-1]) if found and (more or backwards) else None,
        previous=_cursor(found[0]) if found and (more if backwards else start is not None) else None,
    )


def _cursor(row: Any) -> str:
    return write_cursor(row.key, row.id)


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
        type_coerce(Idea.authority_ags, ARRAY(Text, as_tuple=True)),
        Idea.support_count,
        Idea.comment_count,
        Idea.published_at,
    ).select_from(Idea)
