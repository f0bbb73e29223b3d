"""Small values that the page macros draw: badges, timeline entries, the stations of an idea."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Literal

from flask_babel import LazyString

from app.i18n import lazy_gettext as _l

Tone = Literal["neutral", "info", "accent", "success", "warning", "danger"]
Phase = Literal["done", "current", "next"]


@dataclass(frozen=True, slots=True)
class Badge:
    """A state for the eye: a word, a shape that needs no colour, and a tone."""

    word: str | LazyString
    tone: Tone
    shape: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened, is happening or comes next; `until` is a deadline in local days."""

    title: str
    phase: Phase = "done"
    at: datetime | date | None = None
    until: date | datetime | None = None
    by: str = ""
    text: str = ""


IDEA_STATES: dict[str, Badge] = {
    "draft": Badge(_l("Entwurf"), "neutral", "dashes"),
    "submitted": Badge(_l("Eingereicht"), "info", "ring"),
    "formal_check": Badge(_l("In Prüfung"), "info", "half"),
    "needs_info": Badge(_l("Angabe fehlt noch"), "warning", "question"),
    "referred": Badge(_l("Weitergeleitet"), "neutral", "arrow"),
    "inadmissible": Badge(_l("Nicht zulässig"), "neutral", "dash"),
    "merged": Badge(_l("Zusammengeführt"), "neutral", "merge"),
    "assessment": Badge(_l("In Bewertung"), "accent", "bars"),
    "scheduled": Badge(_l("Auf der Tagesordnung"), "accent", "calendar"),
    "in_session": Badge(_l("In Beratung"), "accent", "speech"),
    "flagship": Badge(_l("Leitprojekt"), "success", "star"),
    "adopted": Badge(_l("Aufgenommen"), "success", "tick"),
    "deferred": Badge(_l("Zurückgestellt"), "warning", "pause"),
    "not_adopted": Badge(_l("Nicht aufgenommen"), "neutral", "cross"),
    "in_progress": Badge(_l("In Umsetzung"), "accent", "gear"),
    "done": Badge(_l("Umgesetzt"), "success", "double"),
    "stopped": Badge(_l("Eingestellt"), "neutral", "square"),
    "withdrawn": Badge(_l("Zurückgezogen"), "neutral", "dash"),
}

STATIONS: tuple[tuple[LazyString, LazyString], ...] = (
    (_l("Eingereicht"), _l("Sie schreiben Ihre Idee auf und bestätigen sie per E-Mail.")),
    (_l("Geprüft"), _l("Die Moderation prüft die Angaben und fragt nach, wenn etwas fehlt.")),
    (_l("Bewertet"), _l("Fachleute aus mehreren Teilen der Region bewerten Wirkung und Machbarkeit.")),
    (_l("Beraten"), _l("Der Konvent berät die Idee in einer Sitzung.")),
    (_l("Beschlossen"), _l("Sie erfahren das Ergebnis und die Gründe, bevor es öffentlich wird.")),
    (_l("Umgesetzt"), _l("Aus der Idee wird eine Maßnahme; der Stand bleibt nachlesbar.")),
)

_STATION_REACHED = {
    "draft": 0,
    "submitted": 1,
    "formal_check": 2,
    "needs_info": 2,
    "assessment": 3,
    "deferred": 4,
    "scheduled": 4,
    "in_session": 4,
    "flagship": 5,
    "adopted": 5,
    "not_adopted": 5,
    "in_progress": 6,
    "done": 6,
    "stopped": 6,
}


def text_of(state: Enum | str) -> str:
    """The plain text of a state, whether it comes as an enum member or from a database row."""
    return str(state.value) if isinstance(state, Enum) else state


def badge_of(state: Badge | Enum | str) -> Badge:
    """The badge of an idea's state; a Badge of another domain passes through."""
    return state if isinstance(state, Badge) else IDEA_STATES[text_of(state)]


def station_of(state: Enum | str) -> int | None:
    """The station (1 to 6) where an idea stands on its path; None where it left the path."""
    return _STATION_REACHED.get(text_of(state))
