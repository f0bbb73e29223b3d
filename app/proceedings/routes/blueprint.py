"""The blueprint that all pages about proceedings share."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.db import db
from app.meetings.models import AgendaItem, Meeting
from app.meetings.routes.blueprint import LARGEST_ID, meeting_or_404
from app.proceedings.services.refusals import Refused
from app.proceedings.words import add_words, why_refused

proceedings = Blueprint("proceedings", __name__)
add_words(proceedings)


def item_or_404(meeting_id: int, item_id: int) -> tuple[Meeting, AgendaItem]:
    """A meeting and one of its items."""
    meeting = meeting_or_404(meeting_id)
    item = db.session.get(AgendaItem, item_id) if item_id <= LARGEST_ID else None
    if item is None or item.meeting_id != meeting.id:
        abort(404)
    return meeting, item


@proceedings.errorhandler(Refused)
def refused(fault: Refused) -> ResponseReturnValue:
    """A button that does not fit any more: say why, and nothing has happened."""
    return render_template("proceedings/refused.html", why=why_refused(fault)), 409
