"""The office builds an agenda: add, move by one place, remove; every button works without JavaScript."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.db import transaction
from app.meetings import services
from app.meetings.forms import ItemForm
from app.meetings.policies import may_plan_meetings
from app.meetings.routes.blueprint import meeting_or_404, meetings
from app.meetings.routes.desk import edit_page
from app.meetings.routes.office import PLANNER
from app.web.access import requires

AGENDA = f"{PLANNER}/<int:meeting_id>/tagesordnung"


@meetings.post(AGENDA)
@requires(may_plan_meetings)
def add_item(meeting_id: int) -> ResponseReturnValue:
    """Put an item at the end."""
    meeting, form = meeting_or_404(meeting_id), ItemForm()
    if not form.validate_on_submit():
        return edit_page(meeting, item=form)
    with transaction():
        services.add_item(meeting_id, form.facts())
    return _back(meeting_id)


@meetings.post(f"{AGENDA}/<int:item_id>/hoch")
@requires(may_plan_meetings)
def item_up(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Move an item up by one place."""
    return _move(meeting_id, item_id, -1)


@meetings.post(f"{AGENDA}/<int:item_id>/runter")
@requires(may_plan_meetings)
def item_down(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Move an item down by one place."""
    return _move(meeting_id, item_id, +1)


@meetings.post(f"{AGENDA}/<int:item_id>/entfernen")
@requires(may_plan_meetings)
def remove_item(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item off the agenda."""
    meeting_or_404(meeting_id)
    with transaction():
        services.remove_item(meeting_id, item_id)
    return _back(meeting_id)


def _move(meeting_id: int, item_id: int, by: int) -> ResponseReturnValue:
    meeting_or_404(meeting_id)
    with transaction():
        services.move_item(meeting_id, item_id, by)
    return _back(meeting_id)


def _back(meeting_id: int) -> ResponseReturnValue:
    return redirect(url_for("meetings.edit_meeting", meeting_id=meeting_id) + "#tagesordnung")
