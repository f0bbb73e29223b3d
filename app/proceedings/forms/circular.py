"""Forms of circular votes: the question, the ballot, why one is withdrawn."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, MultipleFileField
from wtforms.validators import InputRequired, ValidationError

from app.clock import end_of_day, local, now
from app.files.accept import AcceptedFile, accept
from app.files.kinds import UnwantedFile
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.proceedings.services.circular import Question
from app.proceedings.states import Choice
from app.web.forms import ChoiceField, HouseForm, LineField, LinkForm, TextField, choices
from app.web.validation import MaxLength, Required

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 150, 4000, 1000
MOST_FILES = 10


class QuestionForm(HouseForm):
    """What is asked, until when."""

    title = LineField(_l("Worum geht es?"), [Required(_l("Bitte geben Sie einen Titel an.")), MaxLength(LONGEST_TITLE)])
    wording = TextField(
        _l("Wortlaut des Beschlusses"),
        [Required(_l("Bitte schreiben Sie, worüber abgestimmt wird.")), MaxLength(LONGEST_TEXT)],
    )
    explanation = TextField(_l("Erläuterung"), [MaxLength(LONGEST_TEXT)])
    deadline_on = DateField(
        _l("Abstimmen bis"),
        [InputRequired(_l("Bitte geben Sie den letzten Tag an."))],
        description=_l("Bis 23:59 Uhr an diesem Tag."),
    )
    closed = BooleanField(_l("Nichtöffentlich: Titel und Ergebnis lesen nur Mitglieder"))
    files = MultipleFileField(_l("Unterlagen"), description=_l("PDF, ODT, DOCX, PNG oder JPEG, je höchstens 10 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepted: list[AcceptedFile] = []

    def validate_deadline_on(self, field: DateField) -> None:
        """The last day lies ahead."""
        if field.data and field.data <= local(now()).date():
            raise ValidationError(_("Der letzte Tag muss in der Zukunft liegen."))

    def validate_files(self, field: MultipleFileField) -> None:
        """Take what we take, say why not otherwise."""
        sent = [file for file in field.data or [] if getattr(file, "filename", "")]
        if len(sent) > MOST_FILES:
            raise ValidationError(_("Bitte laden Sie höchstens %(n)d Dateien hoch.", n=MOST_FILES))
        try:
            self.accepted = [accept(file.filename, file.read()) for file in sent]
        except UnwantedFile as fault:
            raise ValidationError(str(fault)) from fault

    def question(self) -> Question:
        """What was typed."""
        return Question(
            title=self.title.data,
            wording=self.wording.data,
            deadline_at=end_of_day(self.deadline_on.data),
            explanation=self.explanation.data or "",
            public=not self.closed.data,
            papers=self.accepted,
        )


BALLOT = choices(
    [
        (Choice.FOR, _l("Ja")),
        (Choice.AGAINST, _l("Nein")),
        (Choice.ABSTAIN, _l("Enthaltung")),
        (Choice.OBJECT, _l("Ich widerspreche dem Umlaufverfahren")),
    ]
)


def _choice() -> ChoiceField:
    return ChoiceField(_l("Ihre Stimme"), [Required(_l("Bitte wählen Sie."))], choices=BALLOT)


def _remark() -> TextField:
    return TextField(_l("Anmerkung"), [MaxLength(LONGEST_NOTE)])


class BallotForm(HouseForm):
    """A vote of somebody who is signed in."""

    choice = _choice()
    note = _remark()


class BallotByLinkForm(LinkForm):
    """A vote behind the link of the letter."""

    choice = _choice()
    note = _remark()


class WithdrawForm(HouseForm):
    """Why a circular vote is stopped."""

    reason = TextField(_l("Grund"), [Required(_l("Bitte nennen Sie den Grund.")), MaxLength(LONGEST_NOTE)])
