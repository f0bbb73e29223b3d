"""The newest ideas as an Atom feed (RFC 4287), for readers that ask by themselves."""

from __future__ import annotations

from flask import Response, make_response, render_template

from app.clock import now
from app.ideas.queries.filters import IdeaFilter
from app.ideas.queries.list import listed_ideas
from app.ideas.routes.blueprint import ideas
from app.ideas.texts import excerpt
from app.web.access import public
from app.web.links import absolute

SUMMARY = 400


@ideas.get("/feeds/ideen.atom")
@public
def feed_of_ideas() -> Response:
    """The twenty newest public ideas."""
    moment = now()
    entries = [
        (idea, absolute("ideas.show_idea", reference=idea.reference), excerpt(idea.excerpt, SUMMARY))
        for idea in listed_ideas(IdeaFilter(), moment).page.items
    ]
    updated = max((idea.published_at for idea, _address, _summary in entries), default=moment)
    feed = render_template("ideas/feed.xml", entries=entries, updated=updated, own=absolute("ideas.feed_of_ideas"))
    answer = make_response(feed)
    answer.content_type = "application/atom+xml; charset=utf-8"
    return answer
