"""The blueprint that all pages about meetings share."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.db import db
from app.meetings.models import Meeting
from app.meetings.proposals import host_field, row_value
from app.meetings.services import ForbiddenStep, StaleAgenda
from app.meetings.words import KIND_NAMES, WORKING, change_entry, meeting_badge, megabytes

meetings = Blueprint("meetings", __name__)
LARGEST_ID = 2**63 - 1


def meeting_or_404(meeting_id: int) -> Meeting:
    """The meeting of an address; a number that no table can hold is simply not found."""
    found = db.session.get(Meeting, meeting_id) if meeting_id <= LARGEST_ID else None
    return found or abort(404)


meetings.add_app_template_filter(change_entry, "change_entry")
meetings.add_app_template_global(meeting_badge, "meeting_badge")
meetings.add_app_template_global(lambda: WORKING, "working_badge")
meetings.add_app_template_filter(megabytes, "megabytes")
meetings.add_app_template_global(row_value, "proposal_value")
meetings.add_app_template_global(host_field, "proposal_host")
meetings.add_app_template_global(lambda kind: KIND_NAMES[kind], "item_kind")


@meetings.errorhandler(StaleAgenda)
@meetings.errorhandler(ForbiddenStep)
def forbidden_step(_: ValueError) -> ResponseReturnValue:
    """Somebody else was quicker: say so, and where to see how it stands now."""
    return render_template("meetings/too_late.html"), 409
