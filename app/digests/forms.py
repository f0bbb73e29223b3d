"""The form that asks for news: an address, or nothing for those who have an account."""

from __future__ import annotations

from typing import Any

from wtforms.validators import Length

from app.i18n import lazy_gettext as _l
from app.web.forms import EmailField, HouseForm, OpenForm, TextField
from app.web.validation import EmailAddress, Required

LONGEST_NOTE = 1000


class FollowForm(OpenForm):
    """Where news shall go. Whoever is signed in has said so already."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        [Required(_l("Bitte geben Sie Ihre E-Mail-Adresse an.")), EmailAddress()],
        description=_l("Wir schicken Ihnen eine Nachricht, die Sie kurz bestätigen. Vorher bekommen Sie nichts."),
    )

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.email


class NoteForm(HouseForm):
    """The office's word on top of a digest around a meeting."""

    text = TextField(
        _l("Vermerk der Geschäftsstelle"),
        validators=[Length(max=LONGEST_NOTE, message=_l("Bitte nehmen Sie höchstens %(max)d Zeichen."))],
        description=_l(
            "Steht über dem Überblick, für alle gleich. Nichts Nichtöffentliches: E-Mail ist nicht vertraulich."
        ),
    )
