"""The kinds of letters about meetings, and what makes each of them untrue at the last moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.mail import LetterKind
from app.mail.letters import Posted
from app.meetings.queries import invited

_URL = "https://konvent.example/sitzungen/7"
_REPLY = "https://konvent.example/antwort/abc"
_STARTS = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
_SAMPLE: dict[str, object] = {
    "starts_at": _STARTS,
    "ends_at": _STARTS + timedelta(hours=3),
    "host": "Landkreis Zwickau",
    "place": "Landratsamt Zwickau, Großer Saal",
    "url": _URL,
    "reply_url": _REPLY,
    "agenda": [(1, "10:00 Uhr", "Begrüßung"), (2, "10:10 Uhr", "Leitprojekt Schichtbus"), (3, "10:40 Uhr", "")],
    "agenda_by": _STARTS - timedelta(days=14),
    "reason": "Der Saal ist belegt.",
    "what": "moved",
    "before": _STARTS - timedelta(days=7),
    "named_by": "Dr. Erika Beispiel",
    "silent": ["Jana Musterfrau", "Kim Beispiel (ohne Adresse)"],
    "answer": "coming",
    "notice_days": 14,
}
Truth = Callable[[Posted], str | None]


def _kind(name: str, still_true: Truth, days: int = 5, **sample: object) -> LetterKind:
    return LetterKind(
        name, "meetings", expires_after=timedelta(days=days), still_true=still_true, sample=_SAMPLE | sample
    )


CALL_FOR_ITEMS = _kind("meeting_call_for_items", invited.of_rung("call_for_items"))
INVITATION = _kind("meeting_invitation", invited.of_invitation, days=14)
NOTICE_WARNING = _kind("meeting_notice_warning", invited.of_rung("notice_warning"))
REPLY_REMINDER = _kind("meeting_reply_reminder", invited.of_rung("reply_reminder"))
SILENT_LIST = _kind("meeting_silent_list", invited.of_rung("silent_list"))
DAY_BEFORE = _kind("meeting_day_before", invited.of_rung("day_before"), days=2)
THANKS = _kind("meeting_thanks", invited.of_rung("thanks"))
UPDATE = _kind("meeting_update", invited.of_change, days=14)
CANCELLED = _kind("meeting_cancelled", invited.of_change, days=14)
DEPUTY = _kind("meeting_deputy", invited.of_invitation, days=14)
RELEASED = _kind("meeting_released", invited.of_release, days=14)

KINDS = (
    CALL_FOR_ITEMS,
    INVITATION,
    NOTICE_WARNING,
    REPLY_REMINDER,
    SILENT_LIST,
    DAY_BEFORE,
    THANKS,
    UPDATE,
    CANCELLED,
    DEPUTY,
    RELEASED,
)
