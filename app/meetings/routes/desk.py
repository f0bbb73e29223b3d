"""The office's page of one meeting: its forms together, whichever of them has just been posted."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.clock import now
from app.meetings.forms import ChangeMeetingForm, ReasonForm, fill_in
from app.meetings.models import Meeting
from app.meetings.queries.agenda import whole_agenda
from app.meetings.queries.meetings import changes_of


def edit_page(
    meeting: Meeting,
    *,
    change: ChangeMeetingForm | None = None,
    reason: ReasonForm | None = None,
    stale: bool = False,
) -> ResponseReturnValue:
    """The page with one form as it came back and the others fresh: 409 for a stale one, 422 for errors."""
    posted = change or reason
    status = 409 if stale else 422 if posted is not None and posted.errors else 200
    moment = now()
    page = render_template(
        "meetings/edit.html",
        meeting=meeting,
        form=posted if posted is not None and posted.errors else None,
        change=change or ChangeMeetingForm(formdata=None, data=fill_in(meeting)),
        reason=reason or ReasonForm(formdata=None),
        agenda=whole_agenda(meeting, whole=True, now=moment),
        changes=changes_of(meeting),
        stale=stale,
        begun=moment >= meeting.starts_at,
    )
    return page, status
