"""Pages on which everybody reads ideas: the list with its search, and one idea."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.clock import now
from app.ideas.queries.list import listed_ideas, suggestion_for
from app.ideas.queries.page import Tombstone, public_page
from app.ideas.queries.reference import reference_data
from app.ideas.queries.similar import similar_ideas
from app.ideas.routes.address import filter_from
from app.ideas.routes.blueprint import ideas
from app.ideas.routes.idea_view import idea_view, on_page
from app.ideas.routes.list_view import list_view
from app.ideas.sections import sections_of
from app.web.access import public
from app.web.once import drawn_once


@ideas.get("/ideen")
@public
def list_ideas() -> ResponseReturnValue:
    """The list of public ideas, filtered as the address says."""
    moment = now()
    reference = reference_data(moment)
    wanted = filter_from(request.args, reference)
    listing = listed_ideas(wanted, moment, request.args.get("nach"), request.args.get("vor"))
    suggestion = suggestion_for(wanted, listing, moment)
    return drawn_once(
        (listing.facts, reference, suggestion),
        lambda: render_template("ideas/list.html", view=list_view(wanted, listing, reference, suggestion)),
    )


@ideas.get("/ideen/<reference>")
@public
def show_idea(reference: str) -> ResponseReturnValue:
    """One idea, or what became of it; secret ones and numbers never given answer alike."""
    moment = now()
    idea = public_page(reference, moment)
    if idea is None:
        abort(404)
    if isinstance(idea, Tombstone):
        return render_template("ideas/tombstone.html", idea=idea)
    terms, sections = reference_data(moment), sections_of(on_page(idea), moment)
    return drawn_once(
        (idea, terms, *(section.facts for section in sections)),
        lambda: render_template("ideas/page.html", view=idea_view(idea, terms), sections=sections),
    )


@ideas.get("/ideen/<reference>/aehnlich")
@public
def show_similar(reference: str) -> ResponseReturnValue:
    """Ideas like this one; the page of the idea fetches them when they come into view."""
    moment = now()
    idea = public_page(reference, moment)
    if idea is None or isinstance(idea, Tombstone):
        abort(404)
    similar = similar_ideas(idea.title, idea.body, moment, except_id=idea.id)
    return render_template("ideas/similar.html", idea=idea, similar=similar)
