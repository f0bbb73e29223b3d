"""What the office and members type about seats: a successor, an end, an account, a deputy."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import LazyString
from wtforms import BooleanField, DateField, Field, HiddenField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.members.forms import LONGEST_NAME, a_real_address
from app.members.services.seats import Candidate
from app.web.forms import EmailField, HouseForm, LineField

TOO_LONG = _l("Bitte nehmen Sie höchstens %(max)d Zeichen.")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
ONE_DAY = timedelta(days=1)


def a_sensible_day(_form: HouseForm, field: Field) -> None:
    """Refuse slips of the keyboard such as the year 0206."""
    if field.data and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(_("Bitte prüfen Sie das Jahr."))


def _day(label: LazyString, help_text: LazyString) -> DateField:
    needed = InputRequired(_l("Bitte geben Sie den Tag an."))
    return DateField(label, validators=[needed, a_sensible_day], description=help_text)


def _name() -> LineField:
    needed = InputRequired(_l("Bitte geben Sie den Namen an."))
    return LineField(_l("Vorname und Nachname"), validators=[needed, Length(max=LONGEST_NAME, message=TOO_LONG)])


def _reason() -> LineField:
    return LineField(
        _l("Grund"),
        validators=[
            InputRequired(_l("Bitte nennen Sie den Grund, zum Beispiel die Wahl oder den Beschluss.")),
            Length(max=300, message=TOO_LONG),
        ],
        description=_l("Ein Satz für die Akte des Sitzes; er ist nicht öffentlich."),
    )


class SuccessorForm(HouseForm):
    """Who holds a seat from a day on."""

    seen = HiddenField()
    title = LineField(_l("Titel"), validators=[Optional(), Length(max=40, message=TOO_LONG)])
    name = _name()
    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[Optional(), a_real_address],
        description=_l("Ein vorhandenes Konto wird zugeordnet, sonst geht eine Einladung hinaus. Kann später folgen."),
    )
    day = _day(_l("Erster Tag"), _l("Wer den Sitz bis dahin hält, verliert ihn an diesem Tag."))
    reason = _reason()

    def candidate(self, language: str) -> Candidate:
        """Who was typed."""
        return Candidate(self.name.data or "", self.title.data or "", self.email.data or "", language)

    def seen_membership(self) -> int | None:
        """The latest membership that the form showed; nonsense counts as one that does not exist."""
        shown = str(self.seen.data or "")
        return (int(shown) if shown.isdecimal() else -1) if shown else None


class EndForm(HouseForm):
    """From which day on a seat is free."""

    day = _day(
        _l("Der Sitz ist frei ab"),
        _l("An diesem Tag um 0 Uhr enden Zugang und Post als Mitglied. Mit dem heutigen Tag gilt es sofort."),
    )
    deputies = BooleanField(_l("Auch die Stellvertretungen enden an diesem Tag"), default=True)
    reason = _reason()


class TieForm(HouseForm):
    """Which account belongs to who holds a seat."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[InputRequired(_l("Bitte geben Sie eine E-Mail-Adresse an.")), a_real_address],
        description=_l("Ein vorhandenes Konto wird zugeordnet, sonst geht eine Einladung hinaus."),
    )


class DeputyForm(HouseForm):
    """Somebody who stands in, from a day on."""

    name = _name()
    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[Optional(), a_real_address],
        description=_l("Mit Adresse bekommt die Person ein Konto und liest, was Mitglieder lesen."),
    )
    first = _day(_l("Erster Tag"), _l("Von diesem Tag an vertritt die Person."))
    last = DateField(
        _l("Letzter Tag"), validators=[Optional(), a_sensible_day], description=_l("Leer: bis auf Weiteres.")
    )

    def validate_last(self, field: DateField) -> None:
        """Not before it began."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(_("Der letzte Tag muss am ersten Tag oder danach liegen."))

    def candidate(self, language: str) -> Candidate:
        """Who was typed."""
        return Candidate(self.name.data or "", email=self.email.data or "", language=language)

    def day_after(self) -> date | None:
        """The first day on which the person stands in no longer, if one was typed."""
        return self.last.data + ONE_DAY if self.last.data else None
