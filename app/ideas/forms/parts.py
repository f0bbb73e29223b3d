"""The parts that forms about an idea are put together from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField

from app.clock import now
from app.i18n import current_language
from app.i18n import lazy_gettext as _l
from app.ideas.gates import GATES
from app.ideas.models import LONGEST_TEXT, LONGEST_TITLE
from app.ideas.queries.reference import reference_data
from app.web.forms import ChoiceField, ChoicesField, EmailField, LineField, PhoneField, TextField, choices
from app.web.validation import EmailAddress, MaxLength, MinLength, PhoneNumber, Required

SHORTEST_TITLE, SHORTEST_TEXT = 5, 30
LONGEST_NAME, LONGEST_ORGANISATION, LONGEST_ANNEX = 120, 200, 5000
# What people call the file types they may choose; the content decides.
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.odt,.docx"
ANSWERS = (("yes", _l("Ja")), ("no", _l("Nein")), ("unsure", _l("Weiß ich nicht")))


class WhatPart:
    """What it is about."""

    title = LineField(
        _l("Titel"),
        [
            Required(_l("Bitte geben Sie Ihrer Idee einen Titel.")),
            MinLength(SHORTEST_TITLE, _l("Bitte schreiben Sie mindestens ein aussagekräftiges Wort.")),
            MaxLength(LONGEST_TITLE),
        ],
        description=_l("In einem Satz: Was soll geschehen?"),
    )
    body = TextField(
        _l("Beschreibung"),
        [
            Required(_l("Bitte beschreiben Sie Ihre Idee.")),
            MinLength(
                SHORTEST_TEXT, _l("Bitte beschreiben Sie Ihre Idee etwas ausführlicher, mindestens in einem Satz.")
            ),
            MaxLength(LONGEST_TEXT),
        ],
        description=_l(
            "Was ist heute schwierig, was schlagen Sie vor, wem nützt es? Einfache Auszeichnung ist möglich:"
            " **fett**, *kursiv*, Listen mit „- “."
        ),
    )


class PlacePart:
    """Where it applies and what it aims at."""

    action_field_code = ChoiceField(_l("Handlungsfeld"), [Required(_l("Bitte wählen Sie ein Handlungsfeld."))])
    goals = ChoicesField(
        _l("Ziele"),
        [Required(_l("Bitte wählen Sie mindestens ein Ziel."))],
        description=_l("Welchen Zielen des Masterplans dient die Idee?"),
    )
    authorities = ChoicesField(
        _l("Wo soll die Idee wirken?"), [Required(_l("Bitte wählen Sie mindestens ein Gebiet."))]
    )

    def offer_places(self) -> None:
        """Fill in what the reference data offers, in the reader's language."""
        language, reference = current_language(), reference_data(now())
        self.action_field_code.choices = choices((term.code, term.name(language)) for term in reference.fields)
        self.goals.choices = choices((term.code, term.name(language)) for term in reference.goals)
        self.authorities.choices = choices((place.ags, place.name(language)) for place in reference.places)


class WhoPart:
    """Who it comes from."""

    group_code = ChoiceField(
        _l("Für wen sprechen Sie?"),
        [Required(_l("Bitte wählen Sie, aus welchem Bereich Sie kommen."))],
        description=_l("So sehen alle, ob die Bereiche ausgewogen zu Wort kommen."),
    )
    organisation = LineField(
        _l("Organisation"),
        [MaxLength(LONGEST_ORGANISATION)],
        description=_l("Firma, Verein, Hochschule, Gemeinde … Wird mit der Idee veröffentlicht."),
    )
    contact_name = LineField(
        _l("Ihr Name"),
        [Required(_l("Bitte geben Sie Ihren Namen an.")), MaxLength(LONGEST_NAME)],
        description=_l("Vor- und Nachname. Wird nicht veröffentlicht."),
    )
    contact_email = EmailField(
        _l("E-Mail-Adresse"),
        [Required(_l("Bitte geben Sie Ihre E-Mail-Adresse an.")), EmailAddress()],
        description=_l("Dorthin schicken wir die Bestätigung und jeden weiteren Schritt. Wird nicht veröffentlicht."),
    )
    contact_phone = PhoneField(
        _l("Telefonnummer"), [PhoneNumber()], description=_l("Nur für Rückfragen. Wird nicht veröffentlicht.")
    )

    def offer_groups(self) -> None:
        """Fill in the groups, in the reader's language."""
        language = current_language()
        self.group_code.choices = choices((term.code, term.name(language)) for term in reference_data(now()).groups)


class FilesPart:
    """Attachments, and what only the office, the moderation and the assessors may see."""

    files = MultipleFileField(
        _l("Dateien"),
        description=_l(
            "Bis zu fünf Dateien: PDF, PNG, JPEG, ODT oder DOCX, je höchstens 10 MB, zusammen höchstens 25 MB."
            " Aus Bildern entfernen wir Aufnahmeort und Gerätedaten."
        ),
    )
    annex = TextField(
        _l("Vertrauliche Angaben"),
        [MaxLength(LONGEST_ANNEX)],
        description=_l(
            "Zum Beispiel Kalkulationen oder Betriebsgeheimnisse. Das lesen nur Geschäftsstelle, Moderation und die"
            " Fachleute, die diese Idee bewerten; jeder Zugriff wird festgehalten."
        ),
    )
    annex_files = MultipleFileField(_l("Vertrauliche Dateien"), description=_l("Für sie gelten dieselben Grenzen."))


class ConsentPart:
    """The consent without which we may not keep anything."""

    consent = BooleanField(
        _l(
            "Ich bin damit einverstanden, dass meine Angaben verarbeitet werden, um diese Idee zu prüfen und mir zu"
            " antworten, und dass die Idee nach der Prüfung ohne meinen Namen veröffentlicht wird. Ich kann sie"
            " jederzeit zurückziehen."
        ),
        [Required(_l("Ohne Ihr Einverständnis dürfen wir die Idee nicht annehmen."))],
    )


class GatePart:
    """The self-check: the gate questions, none of them required."""

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the question's code."""
        fields = ((gate.code, self[f"gate_{gate.code}"]) for gate in GATES)  # type: ignore[index]
        return {code: field.data for code, field in fields if field.data and not field.errors}


for _gate in GATES:
    setattr(GatePart, f"gate_{_gate.code}", ChoiceField(_gate.for_submitter, choices=choices(ANSWERS)))


def values_of(form: Iterable[Any]) -> dict[str, Any]:
    """What the fields without error hold, by their names."""
    return {field.name: field.data for field in form if not field.errors}
