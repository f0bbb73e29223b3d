"""The home page."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.ideas.queries.counts import COUNTED
from app.ideas.queries.filters import IdeaFilter
from app.ideas.queries.reference import reference_data
from app.ideas.routes.address import address_of
from app.ideas.routes.list_view import card_of
from app.portal import queries
from app.portal.insights import insights as numbers_of_insights
from app.portal.search import search_everything
from app.portal.slots import filled_slots
from app.region.rules import body_rules
from app.web.access import public
from app.web.search import words_of

blueprint = Blueprint("portal", __name__)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """What this is, what input can change, what became of it."""
    now = clock.now()
    reference = reference_data(now)
    return render_template(
        "portal/home.html",
        places=reference.places,
        place_links={place.ags: address_of(IdeaFilter(places=(place.ags,))) for place in reference.places},
        place_counts={place.ags: min(place.ideas, COUNTED) for place in reference.places},
        newest=[card_of(idea, reference) for idea in queries.newest_ideas(now)],
        decided=[card_of(idea, reference) for idea in queries.decided_ideas(now)],
        balance=queries.balance(now),
        slots=filled_slots(now),
    )


@blueprint.get("/einblicke")
@public
def insights() -> ResponseReturnValue:
    """Whose voices there are, where ideas stand, and whether people are answered in time."""
    return render_template("portal/insights.html", numbers=numbers_of_insights(clock.now()), rules=body_rules())


@blueprint.get("/suche")
@public
def search() -> ResponseReturnValue:
    """One search over everything that everybody may read."""
    words = words_of(request.args.get("q", ""))
    results = search_everything(words, clock.now()) if words else None
    return render_template("portal/search.html", words=words, results=results)
