"""Who comes: the live view for members and the office, and checking in on the day."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import local, now
from app.db import transaction
from app.meetings.links import GuestName, read_entry_token, reply_token
from app.meetings.policies import may_plan_meetings, may_see_replies
from app.meetings.queries.guests import Guest
from app.meetings.queries.notice import misses_notice
from app.meetings.queries.presence import presence_at
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.office import PLANNER
from app.meetings.services.replying import check_in, undo_check_in
from app.web.access import current_actor, requires
from app.web.links import InvalidLink


@meetings.get("/sitzungen/<int:meeting_id>/teilnahme")
@requires(may_see_replies)
def replies(meeting_id: int) -> ResponseReturnValue:
    """Who comes; notes and the buttons of the day are for the office alone."""
    meeting, office = meeting_or_404(meeting_id), may_plan_meetings(current_actor())
    return render_template(
        "meetings/replies.html",
        meeting=meeting,
        presence=presence_at(meeting, now()),
        office=office,
        late=bool(office and misses_notice([meeting], now())),
        today=local(now()).date() >= local(meeting.starts_at).date(),
        token_of=_token_of,
    )


@meetings.get("/geschaeftsstelle/einlass/<token>")
@requires(may_plan_meetings)
def entry(token: str) -> ResponseReturnValue:
    """Where the code at the door leads: who it is, and one button."""
    try:
        meeting_id, seat_id = read_entry_token(token)
    except InvalidLink:
        abort(404)
    meeting = meeting_or_404(meeting_id)
    row = next((row for row in presence_at(meeting, now()).rows if row.seat.id == seat_id), None) or abort(404)
    return render_template("meetings/entry.html", meeting=meeting, row=row)


@meetings.post(f"{PLANNER}/<int:meeting_id>/anwesend/<int:seat_id>")
@requires(may_plan_meetings)
def note_arrival(meeting_id: int, seat_id: int) -> ResponseReturnValue:
    """Somebody came in for a seat."""
    meeting = meeting_or_404(meeting_id)
    row = next((row for row in presence_at(meeting, now()).rows if row.seat.id == seat_id), None)
    if row is not None and row.guests:
        with transaction():
            check_in(meeting_id, seat_id, row.speaker, now=now(), actor_id=current_actor().id)
    return _back(meeting_id, seat_id)


@meetings.post(f"{PLANNER}/<int:meeting_id>/doch-nicht-anwesend/<int:seat_id>")
@requires(may_plan_meetings)
def undo_arrival(meeting_id: int, seat_id: int) -> ResponseReturnValue:
    """Take a check-in back."""
    meeting_or_404(meeting_id)
    with transaction():
        undo_check_in(meeting_id, seat_id)
    return _back(meeting_id, seat_id)


def _back(meeting_id: int, seat_id: int) -> ResponseReturnValue:
    return redirect(url_for("meetings.replies", meeting_id=meeting_id, _anchor=f"sitz-{seat_id}"))


def _token_of(guest: Guest) -> str:
    return reply_token(GuestName(guest.meeting_id, guest.seat_id, guest.key))
