"""What people type about accounts: checked, trimmed, and said back in words that help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import LazyString
from wtforms import Field, HiddenField, PasswordField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from app.i18n import lazy_gettext as _l
from app.members.addresses import LONGEST_ADDRESS, BadAddress, normal_address
from app.members.password_rules import LONGEST, SHORTEST, Weakness, weakness
from app.members.words import ROLE_NAMES
from app.web.forms import ChoiceField, ChoicesField, DropdownField, EmailField, HouseForm, LineField, choices

LONGEST_NAME = 120
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WEAKNESSES: dict[Weakness, LazyString] = {
    Weakness.TOO_SHORT: _l("Bitte nehmen Sie mindestens %(n)s Zeichen, zum Beispiel vier Wörter.", n=SHORTEST),
    Weakness.TOO_LONG: _l("Bitte nehmen Sie höchstens %(n)s Zeichen.", n=LONGEST),
    Weakness.COMMON: _l(
        "Dieses Passwort steht auf Listen, die Angreifer zuerst durchgehen. Bitte wählen Sie ein anderes."
    ),
    Weakness.ABOUT_YOU: _l(
        "Dieses Passwort besteht vor allem aus Ihrem Namen oder aus Wörtern dieser Plattform."
        " Bitte wählen Sie ein anderes."
    ),
    Weakness.PATTERN: _l("Dieses Passwort ist ein einfaches Muster. Bitte wählen Sie ein anderes."),
}
PASSWORD_HELP = _l("Mindestens %(n)s Zeichen. Mehrere Wörter hintereinander sind gut zu merken und sicher.", n=SHORTEST)


def _name() -> LineField:
    return LineField(
        _l("Vorname und Nachname"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihren Namen an.")),
            Length(max=LONGEST_NAME, message=_l("Bitte nehmen Sie höchstens %(max)d Zeichen.")),
        ],
    )


def _address(label: LazyString) -> EmailField:
    return EmailField(
        label,
        validators=[InputRequired(_l("Bitte geben Sie eine E-Mail-Adresse an.")), a_real_address],
    )


def a_real_address(_form: HouseForm, field: Field) -> None:
    """Refuse what no letter can be sent to; keep the address in its normal form."""
    try:
        field.data = normal_address(field.data[: LONGEST_ADDRESS + 1])
    except BadAddress as fault:
        raise ValidationError(_l("Bitte prüfen Sie die Adresse. Sie sieht so aus: name@beispiel.de")) from fault


def _language() -> ChoiceField:
    return ChoiceField(
        _l("Sprache der Briefe und Seiten"),
        choices=choices(LANGUAGES),
        validators=[InputRequired(_l("Bitte wählen Sie eine Sprache."))],
    )


def refuse_weak_password(field: Field, about: Iterable[str]) -> None:
    """Raise ValidationError with the reason and the remedy."""
    wrong = weakness(field.data or "", about)
    if wrong:
        raise ValidationError(WEAKNESSES[wrong])


class SignInForm(HouseForm):
    """Address and password; says nothing about which of them is wrong."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse an.")),
            Length(max=LONGEST_ADDRESS, message=_l("Bitte nehmen Sie höchstens %(max)d Zeichen.")),
        ],
    )
    password = PasswordField(
        _l("Passwort"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihr Passwort an.")),
            Length(max=LONGEST, message=_l("Bitte nehmen Sie höchstens %(max)d Zeichen.")),
        ],
    )
    next = HiddenField()


class AddressForm(HouseForm):
    """Where to send a link."""

    email = _address(_l("E-Mail-Adresse"))


class PasswordForm(HouseForm):
    """A new password for somebody whom a link has shown to be the owner."""

    password = PasswordField(
        _l("Neues Passwort"), description=PASSWORD_HELP, validators=[InputRequired(WEAKNESSES[Weakness.TOO_SHORT])]
    )

    def __init__(self, about: Iterable[str] = (), **given: Any) -> None:
        super().__init__(**given)
        self.about = tuple(about)

    def validate_password(self, field: Field) -> None:
        """Length, list, patterns, and what is known about the person."""
        refuse_weak_password(field, self.about)


class JoinForm(HouseForm):
    """What an invited person settles on arrival."""

    name = _name()
    language = _language()
    password = PasswordField(_l("Passwort"), validators=[Optional()])

    def __init__(self, about: Iterable[str] = (), **given: Any) -> None:
        super().__init__(**given)
        self.about = tuple(about)

    def validate_password(self, field: Field) -> None:
        """Only if one is wanted."""
        refuse_weak_password(field, (*self.about, self.name.data or ""))


class SetUpForm(HouseForm):
    """The first administrator."""

    name = _name()
    email = _address(_l("E-Mail-Adresse"))
    language = _language()
    password = PasswordField(
        _l("Passwort"), description=PASSWORD_HELP, validators=[InputRequired(WEAKNESSES[Weakness.TOO_SHORT])]
    )

    def validate_password(self, field: Field) -> None:
        """Length, list, patterns, and what was just typed above."""
        refuse_weak_password(field, (self.name.data or "", self.email.data or ""))


class ProfileForm(HouseForm):
    """Name and language of one's own account."""

    name = _name()
    language = _language()


class ChangePasswordForm(PasswordForm):
    """A new password by somebody who knows the old one, if there is one."""

    current = PasswordField(_l("Bisheriges Passwort"), validators=[Optional(), Length(max=LONGEST)])


class ChangeAddressForm(HouseForm):
    """Where letters shall go from now on."""

    email = _address(_l("Neue E-Mail-Adresse"))


class InviteForm(HouseForm):
    """Somebody who shall have an account."""

    email = _address(_l("E-Mail-Adresse"))
    name = LineField(_l("Vorname und Nachname"), validators=[Optional(), Length(max=LONGEST_NAME)])
    roles = ChoicesField(_l("Rollen"), choices=choices(ROLE_NAMES.items()))
    language = _language()


class RolesForm(HouseForm):
    """What an account may do."""

    roles = ChoicesField(_l("Rollen"), choices=choices(ROLE_NAMES.items()))


class SeatForm(HouseForm):
    """Which seat an account stands for."""

    membership = DropdownField(_l("Sitz"), validators=[InputRequired(_l("Bitte wählen Sie einen Sitz."))])
