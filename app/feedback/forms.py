"""Forms of feedback: comment, support, general feedback, writing anew, and the moderation's two verdicts."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from app.clock import now
from app.feedback.models import LONGEST_COMMENT, LONGEST_GENERAL, LONGEST_NAME, Voice
from app.feedback.states import ShownAs, Topic
from app.i18n import current_language
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.ideas.queries.reference import reference_data
from app.web.forms import ChoiceField, DropdownField, EmailField, HouseForm, LineField, OpenForm, TextField, choices
from app.web.validation import EmailAddress, MaxLength, MinLength, Required

SHORTEST_TEXT = 10
LONGEST_PAGE = 300
LONGEST_REASON = 2000
LONGEST_REVISION = 9
SHOWN_AS = (
    (ShownAs.NAME, _l("Mit meinem Namen")),
    (ShownAs.ORGANISATION, _l("Mit dem Namen meiner Organisation")),
    (ShownAs.ANONYMOUS, _l("Ohne Namen")),
)
TOPICS = (
    (Topic.PROCESS, _l("Wie Ideen geprüft und beraten werden")),
    (Topic.CONVENTION, _l("Arbeit und Sitzungen des Konvents")),
    (Topic.MASTERPLAN, _l("Masterplan und Maßnahmen")),
    (Topic.PLATFORM, _l("Diese Website")),
    (Topic.ACCESSIBILITY, _l("Barriere auf dieser Website")),
    (Topic.OTHER, _l("Etwas anderes")),
)
WRITE_SOMETHING = _l("Bitte schreiben Sie, was Sie uns sagen möchten.")
A_LITTLE_MORE = _l("Bitte schreiben Sie etwas ausführlicher, mindestens einen Satz.")


class VoiceForm(OpenForm):
    """What every form asks of somebody without account; with a valid pass the address is known already."""

    group_code = ChoiceField(
        _l("Für welchen Bereich sprechen Sie?"),
        [Required(_l("Bitte wählen Sie einen Bereich."))],
        description=_l("Alle können sehen, wie viele Stimmen aus welchem Bereich kommen."),
    )
    email = EmailField(
        _l("E-Mail-Adresse"),
        [Required(_l("Bitte geben Sie Ihre E-Mail-Adresse an.")), EmailAddress()],
        description=_l("Wird nicht veröffentlicht. Wir schicken Ihnen eine Nachricht, die Sie kurz bestätigen."),
    )
    consent = BooleanField(
        _l(
            "Ich habe die Hinweise zum Datenschutz gelesen und bin einverstanden,"
            " dass meine Angaben dafür verwendet werden."
        ),
        [Required(_l("Bitte stimmen Sie der Verwendung Ihrer Angaben zu."))],
    )
    ausweis = HiddenField()

    def __init__(self, *args: Any, proven: Voice | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = reference_data(now()).groups
        self.group_code.choices = choices((group.code, group.name(current_language())) for group in groups)
        if proven:
            del self.email

    @property
    def address(self) -> str:
        """The address typed; empty where a pass says it."""
        return str(self.email.data) if "email" in self else ""


class SupportForm(VoiceForm):
    """„Diese Idee unterstützen“."""


class _SignedForm(VoiceForm):
    """A form whose author says how to be called."""

    name = LineField(_l("Ihr Name"), [MaxLength(LONGEST_NAME)])
    organisation = LineField(_l("Organisation"), [MaxLength(LONGEST_NAME)])


class CommentForm(_SignedForm):
    """A comment on an idea or an answer to one."""

    body = TextField(
        _l("Ihr Kommentar"),
        [Required(WRITE_SOMETHING), MinLength(SHORTEST_TEXT, A_LITTLE_MORE), MaxLength(LONGEST_COMMENT)],
    )
    shown_as = ChoiceField(
        _l("Wie soll Ihr Kommentar unterschrieben sein?"),
        [Required(_l("Bitte wählen Sie, was unter Ihrem Kommentar steht."))],
        choices=choices(SHOWN_AS),
    )

    def validate_name(self, field: LineField) -> None:
        """Who wants to be named says the name."""
        missing = _("Bitte geben Sie Ihren Namen an oder wählen Sie „Ohne Namen“.")
        _want(self.shown_as.data == ShownAs.NAME, field, missing)

    def validate_organisation(self, field: LineField) -> None:
        """Who speaks for an organisation says which."""
        _want(self.shown_as.data == ShownAs.ORGANISATION, field, _("Bitte geben Sie den Namen Ihrer Organisation an."))


class GeneralForm(_SignedForm):
    """„Rückmeldung geben“: for everything that has no idea to stand under."""

    topic = DropdownField(
        _l("Worum geht es?"),
        [Required(_l("Bitte wählen Sie ein Thema."))],
        choices=choices((("", _l("Bitte wählen")), *TOPICS)),
    )
    page = LineField(
        _l("Seite"), [MaxLength(LONGEST_PAGE)], description=_l("Wenn es um eine bestimmte Seite geht: ihre Adresse.")
    )
    body = TextField(
        _l("Ihre Rückmeldung"),
        [Required(WRITE_SOMETHING), MinLength(SHORTEST_TEXT, A_LITTLE_MORE), MaxLength(LONGEST_GENERAL)],
    )


class RewriteForm(OpenForm):
    """A contribution written anew by whoever holds its signed link."""

    body = TextField(_l("Ihr Text"), [Required(WRITE_SOMETHING), MinLength(SHORTEST_TEXT, A_LITTLE_MORE)])

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body.validators = [*self.body.validators, MaxLength(limit)]


class LookForm(HouseForm):
    """Says which revision of a contribution somebody looked at before acting."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """The revision looked at; none that exists when the field was tampered with."""
        text = str(self.revision.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_REVISION else 0

    def show_revision(self, revision: int) -> None:
        """Offer the form anew for the revision that is there now."""
        self.revision.data, self.revision.raw_data = str(revision), None


class VerdictForm(LookForm):
    """The moderation's words for the author."""

    words = TextField(
        _l("Text an die Person, die geschrieben hat"),
        [Required(_l("Bitte schreiben Sie etwas dazu.")), MaxLength(LONGEST_REASON)],
        description=_l("Steht wörtlich in der Nachricht; eine Antwort auf einen Kommentar lesen alle."),
    )


def _want(wanted: bool, field: LineField, message: str) -> None:
    if wanted and not field.data:
        raise ValidationError(message)
