"""What everybody reads about meetings: the list, one meeting, the calendar to subscribe to."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.clock import now
from app.i18n import gettext as _
from app.meetings.changes import changes_since_invitation
from app.meetings.ical import feed
from app.meetings.policies import may_plan_meetings, may_read_whole_agenda
from app.meetings.queries.agenda import first_version, whole_agenda
from app.meetings.queries.meetings import changes_of, meetings_ahead, meetings_for_feed, past_meetings
from app.meetings.queries.packs import fingerprint, pack_of
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.reader import reader
from app.meetings.sections import MeetingOnPage, sections_of
from app.meetings.words import calendar_event
from app.web.access import public


@meetings.get("/sitzungen")
@public
def list_meetings() -> ResponseReturnValue:
    """What lies ahead, then what was, a page at a time."""
    moment = now()
    past = past_meetings(moment, request.args.get("nach"))
    return render_template("meetings/list.html", ahead=meetings_ahead(moment), past=past)


@meetings.get("/sitzungen/<int:meeting_id>")
@public
def show_meeting(meeting_id: int) -> ResponseReturnValue:
    """One meeting: when, where, the agenda as far as the reader may see it, and what was changed."""
    meeting, moment, actor = meeting_or_404(meeting_id), now(), reader()
    whole = actor is not None and may_read_whole_agenda(actor)
    agenda = whole_agenda(meeting, whole, moment)
    pack = pack_of(meeting.id, public=not whole)
    outdated = pack is not None and pack.shows != fingerprint(meeting, agenda)
    return render_template(
        "meetings/meeting.html",
        meeting=meeting,
        agenda=agenda,
        whole=whole,
        since=changes_since_invitation(first_version(meeting.id), agenda) if whole else [],
        pack=pack if whole or not outdated else None,
        pack_outdated=outdated,
        sections=sections_of(MeetingOnPage(meeting, whole, moment)),
        changes=changes_of(meeting),
        plans=actor is not None and may_plan_meetings(actor),
    )


@meetings.get("/sitzungen.ics")
@public
def calendar() -> ResponseReturnValue:
    """All meetings as a calendar that updates itself; nothing non-public is in it."""
    text = feed(_("Sitzungen des Regionalkonvents"), map(calendar_event, meetings_for_feed(now())))
    return _calendar_file(text, "sitzungen.ics")


@meetings.get("/sitzungen/<int:meeting_id>.ics")
@public
def calendar_entry(meeting_id: int) -> ResponseReturnValue:
    """One meeting for one's own calendar."""
    meeting = meeting_or_404(meeting_id)
    return _calendar_file(feed(_("Sitzung"), [calendar_event(meeting)]), f"sitzung-{meeting.id}.ics")


def _calendar_file(text: str, name: str) -> Response:
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "public, max-age=900"
    return response
