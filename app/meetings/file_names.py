"""Names of files that leave the house: made of what the reader may see, never of what somebody's disk called them."""

from __future__ import annotations

from app.clock import local
from app.files import FileKind
from app.meetings.models import Meeting
from app.web.cleaning import shorten

LONGEST_NAME = 80
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*%;', "-"))


def paper_name(title: str, kind: FileKind) -> str:
    """A paper by its title."""
    return (shorten(title.translate(_FORBIDDEN).strip(". "), LONGEST_NAME) or "Unterlage") + kind.suffix


def pack_name(meeting: Meeting, public: bool, suffix: str) -> str:
    """A pack by the day of the meeting and by who may read it."""
    return f"Sitzung-{local(meeting.starts_at):%Y-%m-%d}-{'oeffentlich' if public else 'intern'}{suffix}"
