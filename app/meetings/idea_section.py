"""What meetings add to the page of an idea: on which agenda it stands or stood."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.ideas.sections import IdeaOnPage, IdeaSection
from app.ideas.states import RESOLVED, IdeaState
from app.meetings.queries.ideas import PlaceOnAgenda, public_places

MAY_STAND = RESOLVED | {
    IdeaState.SCHEDULED,
    IdeaState.IN_SESSION,
    IdeaState.IN_PROGRESS,
    IdeaState.DONE,
    IdeaState.STOPPED,
}


def agenda_section(idea: IdeaOnPage, now: datetime) -> IdeaSection:
    """The section: one query, and none for an idea that has never come so far."""
    places = tuple(public_places(idea.id)) if idea.state in MAY_STAND else ()
    facts = tuple((place, place.starts_at > now) for place in places)
    return IdeaSection(facts, lambda: _draw(facts))


def _draw(places: tuple[tuple[PlaceOnAgenda, bool], ...]) -> Markup:
    if not places:
        return Markup("")
    return Markup(render_template("meetings/_on_agenda.html", places=places))  # noqa: S704  our own template
