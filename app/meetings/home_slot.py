"""What the home page shows of meetings: the next one."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.meetings.queries.meetings import next_meeting


def next_meeting_slot(now: datetime) -> Markup:
    """The next meeting as a section, or nothing while none is planned."""
    meeting = next_meeting(now)
    if meeting is None:
        return Markup("")
    return Markup(render_template("meetings/_next.html", meeting=meeting))  # noqa: S704 - our own template
