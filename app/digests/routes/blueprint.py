"""The blueprint that all pages of news share, and where other rooms' pages lead to them."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, url_for

from app.ideas.queries.filters import IdeaFilter, Sort
from app.ideas.routes.address import address_of, default_sort

digests = Blueprint("digests", __name__)


@digests.app_template_global("follow_url")
def follow_url(key: str) -> str:
    """Where something is followed."""
    return url_for("digests.ask", was=key)


@digests.app_template_global("follow_search_url")
def follow_search_url(wanted: IdeaFilter) -> str:
    """Where what a list shows is followed: a single field or area by itself, anything else as a search."""
    alone = replace(wanted, sort=Sort.NEWEST)
    if not alone.narrows:
        return follow_url("everything")
    if len(alone.fields) == 1 and alone == IdeaFilter(fields=alone.fields):
        return follow_url(f"field:{alone.fields[0]}")
    if len(alone.places) == 1 and alone == IdeaFilter(places=alone.places):
        return follow_url(f"authority:{alone.places[0]}")
    path = address_of(replace(wanted, sort=default_sort(wanted.words)), "digests.ask")
    return f"{path}{'&' if '?' in path else '?'}was=suche"
