"""What proceedings add to other pages: decisions on the page of an idea."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.ideas.sections import IdeaOnPage, IdeaSection
from app.ideas.states import RESOLVED, IdeaState
from app.proceedings.queries.resolutions import IdeaDecision, public_decisions_on

# Before these no meeting has decided anything; asking would cost every other page a query.
_MAY_BE_DECIDED = RESOLVED | {IdeaState.IN_PROGRESS, IdeaState.DONE, IdeaState.STOPPED, IdeaState.SCHEDULED}


def decisions_section(idea: IdeaOnPage, _now: datetime) -> IdeaSection:
    """What the body decided on this idea, in public: one query, or none before it can have been decided."""
    found = public_decisions_on(idea.id) if idea.state in _MAY_BE_DECIDED else ()
    return IdeaSection((idea.id, found), lambda: _draw(found))


def _draw(decisions: tuple[IdeaDecision, ...]) -> Markup:
    if not decisions:
        return Markup()
    html = render_template("proceedings/idea_section.html", decisions=decisions)
    return Markup(html)  # noqa: S704  our own template, which escapes
