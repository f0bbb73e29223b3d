"""What proceedings add to other pages: decisions on the page of an idea and on that of a meeting."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.clock import local
from app.ideas.sections import IdeaOnPage, IdeaSection
from app.ideas.states import RESOLVED, IdeaState
from app.meetings.member_page import MemberPage, MemberSlot
from app.meetings.queries.meetings import next_meeting
from app.meetings.sections import MeetingOnPage
from app.proceedings.queries.circular import open_ballots_of
from app.proceedings.queries.minutes import minutes_of
from app.proceedings.queries.people import seats_of
from app.proceedings.queries.resolutions import IdeaDecision, public_decisions_on, resolutions_of_meeting
from app.proceedings.queries.tasks import open_tasks, tasks_of_person
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
    """Decisions and minutes of a meeting; below the next one members read which tasks are open."""
    meeting, whole = page.meeting, page.whole
    minutes = minutes_of(meeting.id)
    decided = resolutions_of_meeting(meeting.id, whole) if minutes else []
    readable = bool(minutes and (minutes.published_at or (whole and minutes.state != MinutesState.DRAFT)))
    today = local(page.now).date()
    tasks = open_tasks(today) if whole and _is_next(page) else []
    shown = minutes if decided or readable else None
    if not shown and not tasks:
        return Markup()
    facts = {"decided": decided, "readable": readable, "tasks": tasks, "today": today}
    html = render_template("proceedings/meeting_section.html", page=page, minutes=shown, **facts)
    return Markup(html)  # noqa: S704  our own template, which escapes


def _is_next(page: MeetingOnPage) -> bool:
    following = next_meeting(page.now)
    return following is not None and following.id == page.meeting.id


def _todo(page: MemberPage) -> Markup:
    """What the seats of a member still have to do and to vote on."""
    today = local(page.now).date()
    tasks = [row for row in tasks_of_person(page.person_id, today) if row.task.done_at is None]
    seats = [seat.seat_id for seat in seats_of(page.person_id, today)]
    ballots = [pair for pair in open_ballots_of(seats) if pair[1].choice is None]
    if not tasks and not ballots:
        return Markup()
    html = render_template("proceedings/member_slot.html", tasks=tasks, ballots=ballots, today=today)
    return Markup(html)  # noqa: S704  our own template, which escapes


TODO_SLOT = MemberSlot(_todo)
