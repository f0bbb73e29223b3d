"""What the office types about the year and about hosts: pauses, swaps, what is to be prepared, contacts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.meetings.forms.planning import TOO_LONG
from app.members.forms import a_real_address
from app.web.forms import DropdownField, EmailField, HouseForm, LineField, TextField

MOST_ITEMS = 40
LONGEST_TITLE = 150
EARLIEST_DAYS = 365


class PauseForm(HouseForm):
    """Days on which the body does not meet."""

    name = LineField(
        _l("Name"),
        validators=[
            InputRequired(_l("Bitte geben Sie der Pause einen Namen, zum Beispiel „Sommerpause“.")),
            Length(max=80, message=TOO_LONG),
        ],
    )
    first = DateField(_l("Erster Tag"), validators=[InputRequired(_l("Bitte geben Sie den Tag an."))])
    last = DateField(_l("Letzter Tag"), validators=[InputRequired(_l("Bitte geben Sie den Tag an."))])

    def validate_last(self, field: DateField) -> None:
        """Not before it began."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(_("Der letzte Tag muss am ersten Tag oder danach liegen."))


class ChecklistForm(HouseForm):
    """The template of what hosts prepare, one line each: days before the meeting, then what."""

    items = TextField(
        _l("Was Gastgeber vorbereiten"),
        validators=[InputRequired(_l("Bitte geben Sie mindestens eine Zeile an.")), Length(max=8000, message=TOO_LONG)],
        description=_l(
            "Eine Zeile für jeden Punkt: Tage vor der Sitzung, dann was. Zum Beispiel „14 Verpflegung bestellt“."
        ),
    )

    def validate_items(self, field: TextField) -> None:
        """Every line has its days and its words."""
        lines = list(self._lines(field.data))
        if len(lines) > MOST_ITEMS:
            raise ValidationError(_("Bitte nehmen Sie höchstens %(n)s Zeilen.", n=MOST_ITEMS))
        for days, title in lines:
            if not days.isdecimal() or int(days) > EARLIEST_DAYS or not 0 < len(title) <= LONGEST_TITLE:
                raise ValidationError(_("Bitte prüfen Sie die Zeile „%(line)s“.", line=f"{days} {title}".strip()))

    def parsed(self) -> list[tuple[str, int]]:
        """What was typed, the earliest first."""
        items = [(title, int(days)) for days, title in self._lines(self.items.data)]
        return sorted(items, key=lambda item: -item[1])

    @staticmethod
    def _lines(text: Any) -> Iterator[tuple[str, str]]:
        for line in str(text or "").splitlines():
            if line.strip():
                days, _blank, title = line.strip().partition(" ")
                yield days, title.strip()


class SwapForm(HouseForm):
    """Two meetings whose hosts and places change over."""

    one = DropdownField(_l("Erste Sitzung"), validators=[InputRequired(_l("Bitte wählen Sie eine Sitzung."))])
    other = DropdownField(_l("Zweite Sitzung"), validators=[InputRequired(_l("Bitte wählen Sie eine Sitzung."))])
    reason = LineField(
        _l("Grund der Änderung"),
        validators=[
            InputRequired(_l("Bitte sagen Sie, warum sich der Termin ändert. Der Grund ist öffentlich.")),
            Length(max=300, message=TOO_LONG),
        ],
        description=_l("Ein Satz; er steht öffentlich bei der Sitzung."),
    )


class HostTaskForm(HouseForm):
    """One more thing to prepare."""

    title = LineField(
        _l("Was ist vorzubereiten?"),
        validators=[InputRequired(_l("Bitte sagen Sie, was.")), Length(max=LONGEST_TITLE, message=TOO_LONG)],
    )
    days = IntegerField(
        _l("Tage vor der Sitzung"),
        default=14,
        validators=[NumberRange(0, EARLIEST_DAYS, _l("Bitte geben Sie 0 bis 365 Tage an."))],
    )


class ContactForm(HouseForm):
    """Whom host reminders go to."""

    name = LineField(_l("Name"), validators=[Optional(), Length(max=120, message=TOO_LONG)])
    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[Optional(), a_real_address],
        description=_l("Dorthin gehen die Erinnerungen mit einem Link zum Abhaken, ohne Konto. Leer: niemand."),
    )
