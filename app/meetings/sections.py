"""What higher floors add to the page of a meeting: what was decided, the minutes; filled by the factory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from markupsafe import Markup

from app.meetings.models import Meeting

SECTIONS = "meeting_page_sections"


@dataclass(frozen=True, slots=True)
class MeetingOnPage:
    """What a section may know: the meeting, and whether the reader may see what is non-public."""

    meeting: Meeting
    whole: bool
    now: datetime


# Its own section with an h2, or Markup() while there is nothing to say; a bounded number of queries.
Section = Callable[[MeetingOnPage], Markup]


def sections_of(page: MeetingOnPage) -> list[Markup]:
    """What the floors above have to say about this meeting, in the factory's order."""
    sections: tuple[Section, ...] = current_app.extensions[SECTIONS]
    return [drawn for drawn in (section(page) for section in sections) if drawn]
