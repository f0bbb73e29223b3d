"""What proceedings add to other pages: decisions on the page of an idea and on that of a meeting."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.ideas.sections import IdeaOnPage, IdeaSection
from app.ideas.states import RESOLVED, IdeaState
from app.meetings.sections import MeetingOnPage
from app.proceedings.queries.minutes import minutes_of
from app.proceedings.queries.resolutions import IdeaDecision, public_decisions_on, resolutions_of_meeting
from app.proceedings.states import MinutesState

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


def meeting_section(page: MeetingOnPage) -> Markup:
    """What a meeting decided, and its minutes once the reader may open them; nothing before it was opened."""
    minutes = minutes_of(page.meeting.id)
    if minutes is None:
        return Markup()
    decided = resolutions_of_meeting(page.meeting.id, page.whole)
    readable = minutes.published_at is not None or (page.whole and minutes.state != MinutesState.DRAFT)
    if not decided and not readable:
        return Markup()
    html = render_template(
        "proceedings/meeting_section.html", page=page, minutes=minutes, decided=decided, readable=readable
    )
    return Markup(html)  # noqa: S704  our own template, which escapes
