"""The office's page of one agenda, whichever of its forms has just been posted."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.meetings.changes import changes_since_invitation
from app.meetings.forms import ItemForm, LateForm
from app.meetings.limits import is_late, items_until
from app.meetings.models import Meeting
from app.meetings.queries.agenda import first_version, whole_agenda
from app.meetings.queries.ideas import ideas_ready
from app.meetings.routes.office import PLANNER
from app.region.rules import body_rules

AGENDA = f"{PLANNER}/<int:meeting_id>/tagesordnung"


def late_by_now(meeting: Meeting) -> bool:
    """Whether what is put on the agenda now comes late."""
    return is_late(meeting.starts_at, now(), body_rules())


def agenda_page(
    meeting: Meeting, *, item: ItemForm | None = None, late: LateForm | None = None, stale: bool = False
) -> ResponseReturnValue:
    """The page with one form as it came back and the others fresh: 409 for a stale one, 422 for errors."""
    posted = item or late
    moment = now()
    agenda = whole_agenda(meeting, whole=True, now=moment)
    version = first_version(meeting.id)
    comes_late = is_late(meeting.starts_at, moment, body_rules())
    page = render_template(
        "meetings/agenda/editor.html",
        meeting=meeting,
        agenda=agenda,
        form=posted if posted is not None and posted.errors else None,
        item=item or ItemForm(formdata=None, late=comes_late),
        late=late or LateForm(formdata=None, late=comes_late, prefix=""),
        comes_late=comes_late,
        limit=items_until(meeting.starts_at, body_rules()),
        ready=ideas_ready(request.args.get("nach")),
        version=version,
        changes=changes_since_invitation(version, agenda),
        stale=stale,
    )
    return page, 409 if stale else 422 if posted is not None and posted.errors else 200


def back_to_agenda(meeting_id: int, anchor: str = "tagesordnung") -> ResponseReturnValue:
    """After a change, where it was made."""
    return redirect(url_for("meetings.edit_agenda", meeting_id=meeting_id) + f"#{anchor}")
