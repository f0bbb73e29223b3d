"""A person's own calendar address: made, shown once, revoked; and the calendar behind it."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import gettext as _
from app.meetings.ical import feed
from app.meetings.mails.writing import guest_event
from app.meetings.queries.feeds import feed_of, meetings_of_person, person_of_feed
from app.meetings.routes.blueprint import meetings
from app.meetings.services.feeds import make_feed, revoke_feed
from app.web.access import current_actor, public, requires, signed_in
from app.web.links import absolute

ACCOUNT = "/konto/kalender"


@meetings.get(ACCOUNT)
@requires(signed_in)
def own_calendar() -> ResponseReturnValue:
    """Whether there is an address, since when, and the way to a new one."""
    return render_template("meetings/own_calendar.html", feed=feed_of(current_actor().id or 0), address=None)


@meetings.post(ACCOUNT)
@requires(signed_in)
def make_own_calendar() -> ResponseReturnValue:
    """A new address, shown this once; the one before stops working."""
    person_id = current_actor().id or 0
    with transaction():
        token = make_feed(person_id, now())
    address = absolute("meetings.personal_calendar", token=token)
    return render_template("meetings/own_calendar.html", feed=feed_of(person_id), address=address)


@meetings.post(f"{ACCOUNT}/beenden")
@requires(signed_in)
def end_own_calendar() -> ResponseReturnValue:
    """The address stops working at once."""
    with transaction():
        revoke_feed(current_actor().id or 0)
    return redirect(url_for("meetings.own_calendar"))


@meetings.get("/kalender/<token>.ics")
@public
def personal_calendar(token: str) -> ResponseReturnValue:
    """The meetings to which somebody is invited, for a calendar to fetch again and again."""
    person_id = person_of_feed(token) or abort(404)
    events = [guest_event(meeting, guest.seat_id, guest.key) for meeting, guest in meetings_of_person(person_id, now())]
    text = feed(_("Meine Sitzungen"), events)
    return Response(text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"})
