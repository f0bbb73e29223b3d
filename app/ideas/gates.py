"""The gate questions that an idea passes before its assessment, in plain words for both sides of the counter."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString

from app.i18n import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Gate:
    """One question, answered yes or no: by the submitter as a self-check, by the moderator for the record."""

    code: str
    for_submitter: LazyString
    for_moderator: LazyString


GATES: tuple[Gate, ...] = (
    Gate(
        "fits_field",
        _l("Passt Ihre Idee zu einem der Handlungsfelder?"),
        _l("Passt in ein Handlungsfeld"),
    ),
    Gate(
        "beyond_one_place",
        _l("Nützt Ihre Idee mehr als einem Ort?"),
        _l("Wirkt über einen Ort hinaus"),
    ),
    Gate(
        "common_interest",
        _l("Dient Ihre Idee mehr als dem Vorteil eines einzelnen Unternehmens?"),
        _l("Nicht das Eigeninteresse eines einzelnen Unternehmens"),
    ),
    Gate(
        "not_ordinary_funding",
        _l("Geht Ihre Idee über das hinaus, was übliche Förderprogramme bezahlen?"),
        _l("Nicht überwiegend durch reguläre Förderung gedeckt"),
    ),
    Gate(
        "transformation",
        _l("Hilft Ihre Idee der Region beim Strukturwandel?"),
        _l("Beitrag zur Transformation ist plausibel"),
    ),
    Gate(
        "contact_valid",
        _l("Können wir Sie unter den angegebenen Kontaktdaten erreichen?"),
        _l("Kontaktangaben sind gültig"),
    ),
    Gate(
        "lead_known",
        _l("Ist klar, wer die Idee umsetzen könnte, oder wird ausdrücklich jemand gesucht?"),
        _l("Träger ist bekannt oder „Träger gesucht“"),
    ),
)
GATE_CODES = frozenset(gate.code for gate in GATES)
