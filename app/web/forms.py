"""The base of all forms: cleaned fields, our own messages, and a signed key for forms without an account."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask_babel import LazyString
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import EmailInput, TelInput

from app import clock
from app.i18n import gettext as _
from app.web import human
from app.web.cleaning import clean_line, clean_text
from app.web.links import InvalidLink, read, sign

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])
KEY_VALID_FOR = timedelta(days=30)
KEY_PURPOSE = "form"


def takes_open_forms(view: View) -> View:
    """Mark a view that takes posts of an OpenForm or a LinkForm.

    They ride on no sign-in and no cookie, so there is nothing that a foreign page could borrow; in
    return a session that has ended loses nothing of what was typed.
    """
    csrf.exempt(view)
    return view


class LineField(StringField):
    """One line of text, cleaned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, filters=[clean_line], **kwargs)


class TextField(TextAreaField):
    """Several lines of text, cleaned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, filters=[clean_text], **kwargs)


class EmailField(LineField):
    """An address: the browser offers the right keyboard."""

    widget = EmailInput()


class PhoneField(LineField):
    """A telephone number."""

    widget = TelInput()


def choices(pairs: Iterable[tuple[str, str | LazyString]]) -> list[SelectChoice]:
    """What a field offers, from values and labels."""
    return [SelectChoice(value, label) for value, label in pairs]


class _KnownChoice:
    """Nothing chosen is for Required to judge; something unknown is refused in our words."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError as fault:
            if self.data:
                raise ValidationError(_("Bitte wählen Sie aus den angebotenen Möglichkeiten.")) from fault


class ChoiceField(_KnownChoice, RadioField):
    """One of a few."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, coerce=lambda value: str(value or ""), **kwargs)


class DropdownField(_KnownChoice, SelectField):
    """One of many."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, coerce=lambda value: str(value or ""), **kwargs)


class ChoicesField(_KnownChoice, SelectMultipleField):
    """Some of a few; named twice counts once."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the order of the choices as posted, each one once."""
        super().process_formdata(list(dict.fromkeys(valuelist)))


class HouseForm(FlaskForm):
    """A form of a signed-in person, held to the session by its CSRF token.

    `lenient` keeps what is typed without asking for what is missing (going back, „Später weiter“).
    """

    lenient = False

    def validate_leniently(self) -> bool:
        """Check only what is there."""
        self.lenient = True
        return bool(self.validate())

    def add_error(self, message: str) -> None:
        """Say something about the form as a whole."""
        self.form_errors.append(message)


class LinkForm(HouseForm):
    """A form behind a signed link: the link in the address is the secret, no session is needed."""

    class Meta:
        """No session, so no token of one."""

        csrf = False


class KeyedForm(HouseForm):
    """A form with a signed key of its own, so that posting it again is harmless.

    `key` is what a service stores uniquely. A form that goes on with something known is made with
    that key. `opened_at` is None when the key that came back is forged, missing or too old.
    """

    form_key = HiddenField()

    def __init__(self, *args: Any, key: uuid.UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key: uuid.UUID = key or uuid.uuid4()
        self.opened_at: datetime | None = None
        self._read_key(expected=key)
        if self.opened_at is None:
            # Whoever goes on with something was looked at when it began.
            opened = clock.now() - (human.LEAST_TIME if key else timedelta())
            self.form_key.data = new_form_key(self.key, opened)

    def _read_key(self, expected: uuid.UUID | None) -> None:
        try:
            key, opened = read(KEY_PURPOSE, self.form_key.data or "")
            found, opened_at = uuid.UUID(key), datetime.fromtimestamp(int(opened), UTC)
        except (InvalidLink, ValueError):
            return
        if (expected is None or found == expected) and clock.now() - opened_at < KEY_VALID_FOR:
            self.key, self.opened_at = found, opened_at

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then what speaks against the form as a whole."""
        fine = bool(super().validate(extra_validators))
        objection = self.objection()
        if objection:
            self.add_error(objection)
        return fine and not objection

    def objection(self) -> str:
        """Why the form is not taken whatever its fields hold; empty when nothing speaks against it."""
        if self.opened_at is None:
            return str(
                _("Das Formular war zu lange offen. Ihre Angaben sind noch da – bitte senden Sie es noch einmal ab.")
            )
        return ""


class OpenForm(KeyedForm):
    """A form for anybody: the trap field and the least time keep robots out, `proven` tells of the proof of work."""

    class Meta:
        """No session, so no token of one."""

        csrf = False

    website = LineField()
    altcha = StringField()

    @property
    def challenge(self) -> str:
        """The address of the proof of work for this form."""
        return human.challenge_url(str(self.key))

    @property
    def proven(self) -> bool:
        """Whether the proof of work came along and holds."""
        return human.is_proven(self.altcha.data, str(self.key))

    def objection(self) -> str:
        """Besides the key: whether a person filled the form in."""
        if self.opened_at and self.website.data:
            return str(_("Bitte lassen Sie das unsichtbare Feld leer; vielleicht hat ein Programm es ausgefüllt."))
        if self.opened_at and human.is_too_quick(self.opened_at, clock.now()):
            return str(_("Das ging sehr schnell. Bitte senden Sie das Formular noch einmal ab."))
        return super().objection()


def new_form_key(key: uuid.UUID, now: datetime) -> str:
    """A signed key for a form that is shown now."""
    return sign(KEY_PURPOSE, str(key), int(now.timestamp()))
