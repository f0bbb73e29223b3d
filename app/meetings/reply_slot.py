"""What a member sees of their own answer: on the member's page, and on the page of a meeting."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.meetings.links import GuestName, reply_token
from app.meetings.member_page import MemberPage, MemberSlot
from app.meetings.queries.guests import guests_of_person
from app.meetings.reply_forms import ANSWER_NAMES, heading_of
from app.meetings.sections import MeetingOnPage
from app.meetings.states import MeetingState


def draw_reply(page: MemberPage) -> Markup:
    """For each seat the answer as it stands, and one click to every other one."""
    if page.next_meeting is None:
        return Markup()
    mine = guests_of_person(page.person_id, [page.next_meeting.id], page.now)
    rows = [
        (heading_of(guest.answer), reply_token(GuestName(guest.meeting_id, guest.seat_id, guest.key))) for guest in mine
    ]
    page_of = render_template("meetings/_my_reply.html", rows=rows, answers=ANSWER_NAMES, meeting=page.next_meeting)
    return Markup(page_of) if rows else Markup()  # noqa: S704 - our own template


def attendance_section(page: MeetingOnPage) -> Markup:
    """The way to „Wer kommt?“, for members and the office."""
    if not page.whole or page.meeting.state == MeetingState.CANCELLED:
        return Markup()
    return Markup(render_template("meetings/_who_comes.html", meeting=page.meeting))  # noqa: S704 - our own template


REPLY_SLOT = MemberSlot(draw_reply, with_meeting=True)
