"""Saved searches: which of them find which of the ideas that have news; one query for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.db import db
from app.digests.models import SavedSearch
from app.ideas.models import Idea
from app.ideas.queries.filters import text_query


def searches_that_find(references: Collection[str]) -> dict[str, frozenset[str]]:
    """For each of these ideas the keys of the saved searches that find it; those found by none are left out."""
    if not references:
        return {}
    rows = db.session.execute(
        select(Idea.reference, SavedSearch.key).join(SavedSearch, _finds()).where(Idea.reference.in_(references))
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for reference, key in rows:
        found[str(reference)].add(key)
    return {reference: frozenset(keys) for reference, keys in found.items()}


def _finds() -> ColumnElement[bool]:
    return and_(
        or_(SavedSearch.words == "", Idea.search.op("@@")(text_query(SavedSearch.words.expression))),
        _one_of(SavedSearch.fields, Idea.action_field_code),
        _one_of(SavedSearch.groups, Idea.group_code),
        _one_of(SavedSearch.states, Idea.state),
        _any_of(SavedSearch.places, Idea.authority_ags),
        _any_of(SavedSearch.goals, Idea.goal_codes),
    )


def _one_of(wanted: Any, value: Any) -> ColumnElement[bool]:
    return or_(func.cardinality(wanted) == 0, value == func.any(wanted))


def _any_of(wanted: Any, values: Any) -> ColumnElement[bool]:
    return or_(func.cardinality(wanted) == 0, wanted.op("&&")(values))
