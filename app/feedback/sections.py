"""What feedback adds to the page of an idea: support, comments and the balance of voices."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.feedback.queries.ideas import listens
from app.feedback.queries.threads import Discussion, discussion_of
from app.ideas.sections import IdeaOnPage, IdeaSection

NOBODY_YET = Discussion((), ())


def feedback_section(idea: IdeaOnPage, _now: datetime) -> IdeaSection:
    """The section for this idea: one query, or none while nobody has said anything."""
    silent = idea.support_count == idea.comment_count == 0
    discussion = NOBODY_YET if silent else discussion_of(idea.id)
    return IdeaSection((idea, discussion), lambda: _draw(idea, discussion))


def _draw(idea: IdeaOnPage, discussion: Discussion) -> Markup:
    html = render_template(
        "feedback/section.html", idea=idea, discussion=discussion, open_to_voices=listens(idea.state)
    )
    return Markup(html)  # noqa: S704  our own template, which escapes
