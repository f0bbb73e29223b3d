"""What somebody is looking for: words, filters and an order, and the conditions that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased

from app.ideas.models import Idea
from app.ideas.queries.visibility import Moment, publicly_listed, publicly_readable

LONGEST_SEARCH = 200
SEARCHED = 3000
GERMAN = literal("german", literal_execute=True)


class Sort(StrEnum):
    """In which order ideas are listed; the values stand in the address."""

    NEWEST = "neueste"
    SUPPORT = "unterstuetzung"
    COMMENTS = "rueckmeldungen"
    RELEVANCE = "treffer"


@dataclass(frozen=True, slots=True)
class IdeaFilter:
    """A search as it stands in the address bar; within one filter any value fits, all filters must."""

    words: str = ""
    fields: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sort: Sort = Sort.NEWEST
    # Look among the newest SEARCHED ideas only; never in an address, but for searches that read every text.
    newest_only: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.words or self.fields or self.goals or self.places or self.groups or self.states)


def conditions(wanted: IdeaFilter, now: Moment, *, by_index: bool = True) -> list[ColumnElement[bool]]:
    """Everything that an idea must fulfil to be listed.

    Without `by_index` the words are looked for row by row, while walking down a sorted index: right
    where nearly every row fits, and something the planner would not dare to do by itself.
    """
    found = [publicly_listed(now), *_chosen(wanted)]
    if wanted.words:
        hit = Idea.search.op("@@", return_type=Boolean())(text_query(wanted.words))
        found.append(hit if by_index else hit.is_(True))
    if wanted.newest_only:
        found.append(Idea.published_at >= _published_before_the_newest(now))
    return found


def _published_before_the_newest(now: Moment) -> ColumnElement[datetime]:
    other = aliased(Idea)
    newest = select(other.published_at).where(publicly_readable(now, other)).order_by(other.published_at.desc())
    since = newest.offset(SEARCHED).limit(1).scalar_subquery()
    return func.coalesce(since, literal_column("'-infinity'::timestamptz"))


def _chosen(wanted: IdeaFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.fields:
        yield Idea.action_field_code.in_(wanted.fields)
    if wanted.groups:
        yield Idea.group_code.in_(wanted.groups)
    if wanted.states:
        yield Idea.state.in_(wanted.states)
    if wanted.places:
        yield Idea.authority_ags.op("&&", return_type=Boolean())(_texts(wanted.places))
    if wanted.goals:
        yield Idea.goal_codes.op("&&", return_type=Boolean())(_texts(wanted.goals))


def text_query(words: str | ColumnElement[str]) -> ColumnElement[object]:
    """The words as people write them into search engines ("a b", -c, d or e) for `search @@`."""
    return func.websearch_to_tsquery(GERMAN, words)


def _texts(values: Iterable[str]) -> ColumnElement[Any]:
    return literal(list(values), ARRAY(Text))
