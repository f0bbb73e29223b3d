"""A member's own page: the next meeting, what to answer, to read and to do, and who stands in."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.meetings.countdown import countdown
from app.meetings.member_page import MemberPage, filled
from app.meetings.queries.meetings import meetings_ahead, next_meeting
from app.meetings.queries.papers import papers_of
from app.meetings.routes.blueprint import meetings
from app.members.policies import is_member
from app.members.standing import seats_represented_by
from app.web.access import current_actor, requires

MOST_FURTHER = 3


@meetings.get("/konto/sitzungen")
@requires(is_member)
def my_meetings() -> ResponseReturnValue:
    """Everything about meetings that concerns me, for a phone in the meeting room."""
    moment, person_id = now(), current_actor().id
    assert person_id is not None  # noqa: S101  a member has an account
    meeting = next_meeting(moment)
    page = MemberPage(person_id, moment, meeting)
    facts = {
        "meeting": meeting,
        "countdown": countdown(meeting.starts_at, meeting.ends_at, moment) if meeting else "",
        "reading": papers_of(meeting.id, whole=True, now=moment) if meeting else [],
        "further": [row for row in meetings_ahead(moment) if row is not meeting][:MOST_FURTHER],
        "seats": seats_represented_by(person_id, local(moment).date()),
        "about_meeting": filled(page, with_meeting=True),
        "sections": filled(page, with_meeting=False),
    }
    return render_template("meetings/mine.html", me=person_id, **facts)
