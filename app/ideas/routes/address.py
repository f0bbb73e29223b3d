"""A search in the address bar: read from its query string, written back into links."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from app.ideas.queries.filters import LONGEST_SEARCH, IdeaFilter, Sort
from app.ideas.queries.reference import Reference
from app.ideas.queries.visibility import NO_LONGER_LISTED
from app.ideas.states import BEFORE_THE_CHECK, IdeaState

# States that a public idea can be in, in the order of its path.
LISTED_STATES = tuple(state for state in IdeaState if state not in BEFORE_THE_CHECK | NO_LONGER_LISTED)
WORDS, SORT = "q", "sortierung"
KEYS = {"fields": "feld", "goals": "ziel", "places": "gebiet", "groups": "gruppe", "states": "stand"}


def filter_from(query: MultiDict[str, str], reference: Reference) -> IdeaFilter:
    """The filter that an address asks for; values that do not exist are left out."""
    words = " ".join(query.get(WORDS, "").replace("\x00", "").split())[:LONGEST_SEARCH]
    return IdeaFilter(
        words=words,
        fields=_known(query, "fields", reference.field),
        goals=_known(query, "goals", reference.goal),
        places=_known(query, "places", reference.place),
        groups=_known(query, "groups", reference.group),
        states=_known(query, "states", LISTED_STATES),
        sort=_sort(query.get(SORT), words),
    )


def address_of(wanted: IdeaFilter, endpoint: str = "ideas.list_ideas") -> str:
    """The address of the first page of this search."""
    pairs = [(KEYS[f.name], value) for f in fields(wanted) if f.name in KEYS for value in getattr(wanted, f.name)]
    if wanted.words:
        pairs.insert(0, (WORDS, wanted.words))
    if wanted.sort != default_sort(wanted.words):
        pairs.append((SORT, wanted.sort.value))
    path = url_for(endpoint)
    return f"{path}{'&' if '?' in path else '?'}{urlencode(pairs)}" if pairs else path


def default_sort(words: str) -> Sort:
    """Who searches wants the best hit, who only looks wants the news."""
    return Sort.RELEVANCE if words else Sort.NEWEST


def _sort(asked: str | None, words: str) -> Sort:
    known = {sort.value: sort for sort in Sort if words or sort != Sort.RELEVANCE}
    return known.get(asked or "", default_sort(words))


def _known(query: MultiDict[str, str], name: str, values: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in query.getlist(KEYS[name]) if value in values))
