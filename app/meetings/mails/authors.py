"""Letters to the authors of ideas: on the agenda, moved, taken off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.ideas.links import status_link
from app.ideas.models import Idea
from app.mail import Letter, LetterKind, Posted, Recipient
from app.meetings.models import Meeting
from app.meetings.queries.ideas import PlaceOnAgenda
from app.meetings.queries.truth import latest_scheduling, meeting_stands_as_in
from app.web.links import absolute

KEPT_FOR = timedelta(days=14)
_SAMPLE = {
    "reference": "RK-2026-00042",
    "title": "Schichtbus über Kreisgrenzen",  # not a text
    "url": "https://konvent.example/status/ein-muster",
}
_MEETING = {
    "starts_at": datetime(2026, 12, 14, 9, 0, tzinfo=UTC),
    "place": "Landratsamt Zwickau, Robert-Müller-Straße 4–8",  # not a text
    "meeting_url": "https://konvent.example/sitzungen/12",
}


def _still_scheduled(posted: Posted) -> str | None:
    """A letter about a place on the agenda is true until the idea is taken off, or put elsewhere."""
    idea_id = int(posted.about.rpartition(":")[2])
    return None if latest_scheduling(idea_id) == posted.version else "no longer on that agenda"


def _still_then(posted: Posted) -> str | None:
    """A letter about a new date is true while the meeting stands at that date."""
    meeting_id = int(posted.about.split(":")[1])
    return None if meeting_stands_as_in(meeting_id, posted.version) else "moved again or called off"


SCHEDULED = LetterKind(
    "idea_scheduled",
    "meetings",
    expires_after=KEPT_FOR,
    still_true=_still_scheduled,
    sample={**_SAMPLE, **_MEETING, "number": 4},
)
MOVED = LetterKind(
    "idea_meeting_moved",
    "meetings",
    expires_after=KEPT_FOR,
    still_true=_still_then,
    sample={**_SAMPLE, **_MEETING},
)
TAKEN_OFF = LetterKind(
    "idea_taken_off",
    "meetings",
    expires_after=KEPT_FOR,
    sample={**_SAMPLE, "reason": "Es fehlt noch die Stellungnahme des Landkreises."},
)
KINDS = (SCHEDULED, MOVED, TAKEN_OFF)


def idea_scheduled(idea: Idea, revision: int, place: PlaceOnAgenda | None) -> Letter | None:
    """The idea stands on an agenda; of a non-public item neither the meeting nor the number is told."""
    shown = place if place and place.shown else None
    facts: dict[str, object] = {"number": None, "starts_at": None, "place": "", "meeting_url": None}
    if shown:
        facts = {
            "number": shown.number,
            "starts_at": shown.starts_at,
            "place": shown.place,
            "meeting_url": _meeting_url(shown.meeting_id, idea),
        }
    return _letter(SCHEDULED, idea, f"idea:{idea.id}", revision, **facts)


def idea_meeting_moved(idea: Idea, meeting: Meeting) -> Letter | None:
    """The meeting that debates the idea takes place at another time."""
    return _letter(
        MOVED,
        idea,
        f"meeting:{meeting.id}:idea:{idea.id}",
        meeting.revision,
        starts_at=meeting.starts_at,
        place=meeting.place,
        meeting_url=_meeting_url(meeting.id, idea),
    )


def idea_taken_off(idea: Idea, revision: int, reason: str) -> Letter | None:
    """The idea does not stand on that agenda any more, and why."""
    return _letter(TAKEN_OFF, idea, f"idea:{idea.id}", revision, reason=reason)


def _meeting_url(meeting_id: int, idea: Idea) -> str:
    return absolute("meetings.show_meeting", meeting_id=meeting_id, lang=idea.language)


def _letter(kind: LetterKind, idea: Idea, about: str, version: int, **facts: object) -> Letter | None:
    if not idea.contact_email:
        return None
    recipient = Recipient(idea.contact_email, idea.contact_name, idea.language, idea.person_id)
    known = {"reference": idea.reference, "title": idea.title, "url": status_link(idea)}
    return Letter(kind, recipient, about, {**known, **facts}, version)
