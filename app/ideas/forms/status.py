"""Forms of the status page and of the lost link."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import LazyString
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage

from app.i18n import lazy_gettext as _l
from app.web.forms import EmailField, LinkForm, OpenForm, TextField
from app.web.validation import EmailAddress, MaxLength, Required

LONGEST_ANSWER = 5000


class SendsFiles:
    """A form that may bring files along."""

    files = MultipleFileField(
        _l("Dateien"),
        description=_l("PDF, PNG, JPEG, ODT oder DOCX, je höchstens 10 MB; mit denen von früher höchstens fünf."),
    )

    @property
    def sent(self) -> list[tuple[str | None, bytes]]:
        """The files with their names."""
        return [(file.filename, file.read()) for file in self.files.data or () if isinstance(file, FileStorage)]

    def refuse(self, refused: Iterable[tuple[str, LazyString | str]]) -> None:
        """Say beside the field which files were not taken, and why."""
        words = (f"{name}: {reason}" if name else str(reason) for name, reason in refused)
        self.files.errors = (*self.files.errors, *words)


class AnswerForm(SendsFiles, LinkForm):
    """The answer to a question of the moderation."""

    answer = TextField(
        _l("Ihre Antwort"), [Required(_l("Bitte schreiben Sie eine Antwort.")), MaxLength(LONGEST_ANSWER)]
    )


class MoreFilesForm(SendsFiles, LinkForm):
    """Files that come later."""


class WithdrawForm(LinkForm):
    """Taking the idea back."""

    reason = TextField(
        _l("Grund"),
        [MaxLength(LONGEST_ANSWER)],
        description=_l("Wenn Sie möchten. Den Grund lesen nur Moderation und Geschäftsstelle."),
    )


class ObjectionForm(LinkForm):
    """What speaks against a decision."""

    statement = TextField(
        _l("Ihr Einwand"),
        [Required(_l("Bitte schreiben Sie, was gegen die Entscheidung spricht.")), MaxLength(LONGEST_ANSWER)],
        description=_l("Was haben wir übersehen oder anders verstanden, als Sie es meinten?"),
    )


class LostLinkForm(OpenForm):
    """The address to which the links go."""

    address = EmailField(
        _l("E-Mail-Adresse"), [Required(_l("Bitte geben Sie Ihre E-Mail-Adresse an.")), EmailAddress()]
    )
