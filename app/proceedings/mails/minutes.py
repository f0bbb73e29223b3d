"""Letters about minutes: here they are, object until then; and to the office: they are missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.mail import Letter, LetterKind, Posted, Recipient
from app.meetings.models import Meeting
from app.proceedings.models import Minutes
from app.proceedings.queries.minutes import are_circulated, are_missing
from app.web.links import absolute

_MEETING = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
_UNTIL = datetime(2027, 1, 8, 22, 59, 59, tzinfo=UTC)


def _number(posted: Posted) -> int:
    return int(posted.about.rpartition(":")[2])


def _still_missing(posted: Posted) -> str | None:
    return None if are_missing(_number(posted)) else "the minutes are there by now"


def _still_circulated(posted: Posted) -> str | None:
    return None if are_circulated(_number(posted), posted.version) else "the minutes were taken back"


CIRCULATED = LetterKind(
    "minutes_circulated",
    "proceedings",
    expires_after=timedelta(days=14),
    still_true=_still_circulated,
    sample={"starts_at": _MEETING, "until": _UNTIL, "url": "https://konvent.example/sitzungen/7/niederschrift"},
)
MISSING = LetterKind(
    "minutes_missing",
    "proceedings",
    expires_after=timedelta(days=10),
    still_true=_still_missing,
    sample={"starts_at": _MEETING, "url": "https://konvent.example/geschaeftsstelle/sitzungen/7/niederschrift"},
)
KINDS = (CIRCULATED, MISSING)


def minutes_circulated(meeting: Meeting, minutes: Minutes, to: Recipient) -> Letter:
    """The draft can be read; objections until a day."""
    url = absolute("proceedings.read_minutes", meeting_id=meeting.id, lang=to.language)
    facts = {"starts_at": meeting.starts_at, "until": minutes.objections_until, "url": url}
    return Letter(CIRCULATED, to, f"minutes:{meeting.id}", facts, minutes.revision)


def minutes_missing(meeting: Meeting, to: Recipient) -> Letter:
    """The draft should have gone out by now."""
    url = absolute("proceedings.office_minutes", meeting_id=meeting.id, lang=to.language)
    return Letter(MISSING, to, f"minutes:{meeting.id}", {"starts_at": meeting.starts_at, "url": url}, meeting.revision)
