"""What forms ask of their fields, with messages that say how to mend what is wrong."""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString
from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from app.i18n import gettext as _

LONGEST_ADDRESS = 254
Message: TypeAlias = str | LazyString


class Required:
    """Something must be there, unless the form is only being kept for later (`form.lenient`)."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __init__(self, message: Message) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation with the message when the field is empty."""
        if not field.data and not getattr(form, "lenient", False):
            raise StopValidation(str(self.message))


class Optional:
    """Nothing more is asked of an empty field."""

    def __call__(self, _form: Form, field: Field) -> None:
        """End the checks of an empty field."""
        if not field.data:
            raise StopValidation


class MaxLength:
    """At most so many characters, counted as people count them (code points)."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: Form, field: Field) -> None:
        """Say how many characters are too many."""
        over = len(field.data or "") - self.limit
        if over > 0:
            raise ValidationError(
                _("Bitte kürzen Sie den Text um %(over)s Zeichen (höchstens %(limit)s).", over=over, limit=self.limit)
            )


class MinLength:
    """At least so many characters where something is there at all."""

    def __init__(self, limit: int, message: Message) -> None:
        self.limit, self.message = limit, message

    def __call__(self, form: Form, field: Field) -> None:
        """Ask for more."""
        if field.data and len(field.data) < self.limit and not getattr(form, "lenient", False):
            raise ValidationError(str(self.message))


class EmailAddress:
    """An address that can exist; whether it does is what the confirmation mail finds out (no DNS here)."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Normalise the address in place, or say what an address looks like."""
        if not field.data:
            return
        try:
            if len(field.data) > LONGEST_ADDRESS:
                raise EmailNotValidError("too long")
            found = validate_email(field.data, check_deliverability=False)
        except EmailNotValidError as fault:
            raise ValidationError(
                _("Bitte geben Sie eine vollständige E-Mail-Adresse an, zum Beispiel name@beispiel.de.")
            ) from fault
        if not found.ascii_email:
            raise ValidationError(
                _("Bitte verwenden Sie vor dem @ nur Buchstaben von a bis z, Ziffern, Punkt und Strich.")
            )
        field.data = found.ascii_email


class PhoneNumber:
    """Digits with the usual signs between them."""

    SIGNS = frozenset("0123456789 +-/()")

    def __call__(self, _form: Form, field: Field) -> None:
        """Ask for a number that somebody can dial."""
        digits = sum(sign.isdigit() for sign in field.data or "")
        if field.data and (not set(field.data) <= self.SIGNS or not 5 <= digits <= 20):
            raise ValidationError(_("Bitte geben Sie eine Telefonnummer aus Ziffern an, zum Beispiel 0371 123456."))
