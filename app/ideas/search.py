"""Ideas in the one search over everything: the first of what the list of ideas would show."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from app.i18n import lazy_gettext as _l
from app.ideas.queries.filters import IdeaFilter, Sort
from app.ideas.queries.list import IdeaCard, listed_ideas, suggestion_for
from app.ideas.routes.address import address_of
from app.ideas.routes.list_view import count_in_words
from app.ideas.texts import plain
from app.web.pieces import badge_of
from app.web.search import SHOWN, Found, Hit, Source


def find_ideas(words: str, now: datetime) -> Found:
    """The best hits among the public ideas, and other words where there are none."""
    wanted = IdeaFilter(words=words, sort=Sort.RELEVANCE)
    listing = listed_ideas(wanted, now)
    suggestion = suggestion_for(wanted, listing, now)
    return Found(
        [_hit(idea) for idea in listing.page.items[:SHOWN]],
        count_in_words(listing.count),
        address_of(wanted) if listing.count > SHOWN else None,
        suggestion.meant.words if suggestion else None,
    )


def _hit(idea: IdeaCard) -> Hit:
    url = url_for("ideas.show_idea", reference=idea.reference)
    return Hit(idea.title, url, plain(idea.excerpt), f"{idea.reference} · {badge_of(idea.state).word}")


SEARCH_SOURCE = Source(_l("Ideen"), find_ideas)
