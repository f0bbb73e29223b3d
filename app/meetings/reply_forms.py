"""What is asked of somebody who answers an invitation."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField
from wtforms.validators import Optional, StopValidation

from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.meetings.services.replying import Given
from app.meetings.states import Answer
from app.web.forms import ChoiceField, EmailField, LineField, LinkForm, TextField, choices
from app.web.validation import EmailAddress, MaxLength, Required

LONGEST_NAME, LONGEST_NOTE = 120, 500
ANSWER_NAMES = {
    Answer.COMING: _l("Ich komme"),
    Answer.VIDEO: _l("Ich nehme per Video teil"),
    Answer.DEPUTY: _l("Jemand vertritt mich"),
    Answer.NOT_COMING: _l("Ich komme nicht"),
}


class _ForDeputy:
    """Asks for a field only where a deputy is named."""

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        """Stop here unless the answer names a deputy."""
        if form.answer.data != Answer.DEPUTY:
            field.errors[:] = []
            raise StopValidation
        if not field.data:
            raise StopValidation(str(self.message))


class ReplyForm(LinkForm):
    """Coming, by video, a deputy, not coming; with a note for access and food."""

    revision = HiddenField()
    answer = ChoiceField(
        _l("Kommen Sie?"),
        choices=choices((str(answer), name) for answer, name in ANSWER_NAMES.items()),
        validators=[Required(_l("Bitte wählen Sie eine Antwort."))],
    )
    deputy_name = LineField(
        _l("Name der Vertretung"),
        [_ForDeputy(_l("Bitte nennen Sie, wer Sie vertritt.")), MaxLength(LONGEST_NAME)],
        description=_l("Nur wenn jemand Sie vertritt. Die Person erhält eine eigene Einladung zu dieser Sitzung."),
    )
    deputy_address = EmailField(
        _l("E-Mail-Adresse der Vertretung"),
        [_ForDeputy(_l("Bitte geben Sie die E-Mail-Adresse der Vertretung an.")), EmailAddress()],
    )
    note = TextField(
        _l("Hinweis an die Geschäftsstelle"),
        [Optional(), MaxLength(LONGEST_NOTE)],
        description=_l("Zum Beispiel zu Barrierefreiheit oder Verpflegung. Nur die Geschäftsstelle liest das."),
    )

    def __init__(self, *args: Any, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if named:
            kept = [answer for answer in ANSWER_NAMES if answer != Answer.DEPUTY]
            self.answer.choices = choices((str(answer), ANSWER_NAMES[answer]) for answer in kept)
            for name in ("deputy_name", "deputy_address", "note"):
                delattr(self, name)

    def seen_revision(self) -> int:
        """Which revision the form showed; nonsense counts as none that exists."""
        return int(self.revision.data) if str(self.revision.data).isdecimal() else -1

    def given(self) -> Given:
        """What was answered; the deputy's fields count only where one is named."""
        answer = Answer(self.answer.data)
        if "note" not in self:
            return Given(answer)
        if answer != Answer.DEPUTY:
            return Given(answer, self.note.data or "")
        return Given(answer, self.note.data or "", self.deputy_name.data, self.deputy_address.data)


def heading_of(answer: str | None) -> str:
    """What the page says of an answer that stands."""
    said: dict[Answer, str] = {
        Answer.COMING: _("Sie kommen."),
        Answer.VIDEO: _("Sie nehmen per Video teil."),
        Answer.DEPUTY: _("Sie werden vertreten."),
        Answer.NOT_COMING: _("Sie kommen nicht."),
    }
    return said[Answer(answer)] if answer else _("Wir haben noch keine Antwort von Ihnen.")
