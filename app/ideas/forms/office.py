"""What the office records: ideas that came on paper, were raised in a session, or come out of a table."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import ValidationError

from app.clock import local, now
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.ideas.forms.parts import ConsentPart, FilesPart, PlacePart, WhatPart, WhoPart, values_of
from app.ideas.states import Channel
from app.web.forms import ChoiceField, EmailField, KeyedForm, LinkForm, choices
from app.web.validation import EmailAddress, Required

LANGUAGES = (("de", "Deutsch"), ("en", "English"))


class EntryPart(WhatPart, PlacePart, WhoPart):
    """What every entry by the office has; an e-mail address is none of the things that must be there."""

    contact_email = EmailField(
        _l("E-Mail-Adresse"),
        [EmailAddress()],
        description=_l("Ohne Adresse antworten wir mit einem Brief."),
    )
    received_on = DateField(
        _l("Eingegangen am"),
        [Required(_l("Bitte geben Sie an, wann die Idee eingegangen ist."))],
        description=_l("Dieser Tag zählt für Fristen."),
    )
    language = ChoiceField(_l("Sprache der Antworten"), choices=choices(LANGUAGES), default="de")

    @property
    def values(self) -> dict[str, Any]:
        """What becomes of the idea."""
        return values_of(self)  # type: ignore[arg-type]

    def validate_received_on(self, field: Any) -> None:
        """Nothing comes in from the future."""
        if field.data and field.data > today():
            raise ValidationError(_("Dieser Tag liegt in der Zukunft."))


class OfficeForm(EntryPart, FilesPart, KeyedForm):
    """One entry by hand."""

    channel = ChoiceField(
        _l("Eingangsweg"),
        [Required(_l("Bitte wählen Sie, wie die Idee eingegangen ist."))],
        choices=choices(((Channel.PAPER.value, _l("Auf Papier")), (Channel.SESSION.value, _l("In einer Sitzung")))),
    )
    consent = ConsentPart.consent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_places()
        self.offer_groups()
        self.consent.label.text = _("Die Einwilligung liegt vor: unterschrieben oder in der Niederschrift.")


def today() -> date:
    """The day that it is in Berlin."""
    return local(now()).date()


class RowForm(EntryPart, LinkForm):
    """One row of a table; it rides on no session, because there is none on the command line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_places()
        self.offer_groups()
