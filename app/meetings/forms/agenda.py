"""What the office types about items of an agenda."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.meetings.queries.agenda import ItemRow
from app.meetings.services.agenda import ItemFacts
from app.meetings.states import ItemKind
from app.meetings.words import KIND_NAMES
from app.web.forms import ChoiceField, HouseForm, LineField, TextField, choices

TOO_LONG = _l("Bitte nehmen Sie höchstens %(max)d Zeichen.")
LATE_HELP = _l("Die Frist für Anmeldungen ist vorbei. Der Grund steht bei der Tagesordnung; die Sitzung stimmt zu.")


class LateForm(HouseForm):
    """Why something comes onto the agenda after the limit; before it, nothing is asked."""

    late_reason = LineField(
        _l("Warum kommt der Punkt als Nachtrag?"),
        validators=[Optional(), Length(max=300, message=TOO_LONG)],
        description=LATE_HELP,
    )

    def __init__(self, *args: Any, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.late = late

    def validate(self, extra_validators: Any = None) -> bool:
        """A late item has a reason."""
        fine = bool(super().validate(extra_validators))
        if self.late and not self.late_reason.data:
            self.late_reason.errors = [*self.late_reason.errors, _("Bitte nennen Sie den Grund für den Nachtrag.")]
            return False
        return fine


class ItemForm(LateForm):
    """An item for the agenda."""

    revision = HiddenField()
    title = TextField(
        _l("Worum geht es?"),
        validators=[
            InputRequired(_l("Bitte geben Sie dem Punkt einen Titel.")),
            Length(max=300, message=TOO_LONG),
        ],
    )
    kind = ChoiceField(
        _l("Art"),
        choices=choices((str(kind), name) for kind, name in KIND_NAMES.items()),
        validators=[InputRequired(_l("Bitte wählen Sie die Art."))],
    )
    minutes = IntegerField(
        _l("Dauer in Minuten"),
        default=15,
        validators=[NumberRange(1, 480, _l("Bitte geben Sie 1 bis 480 Minuten an."))],
    )
    rapporteur = LineField(_l("Wer trägt vor?"), validators=[Optional(), Length(max=120, message=TOO_LONG)])
    closed = BooleanField(_l("Nichtöffentlich beraten"))
    neutral_title = LineField(
        _l("Neutraler Titel für die Öffentlichkeit"),
        validators=[Optional(), Length(max=150, message=TOO_LONG)],
        description=_l("Nur bei nichtöffentlichen Punkten, zum Beispiel „Grundstücksangelegenheit“."),
    )

    def validate_title(self, field: TextField) -> None:
        """White space alone is no title."""
        if not (field.data or "").split():
            raise ValidationError(_("Bitte geben Sie dem Punkt einen Titel."))

    def facts(self) -> ItemFacts:
        """What was typed."""
        return ItemFacts(
            title=" ".join(self.title.data.split()),
            kind=ItemKind(self.kind.data),
            minutes=self.minutes.data,
            rapporteur=self.rapporteur.data or "",
            public=not self.closed.data,
            neutral_title=self.neutral_title.data or "",
            late_reason=self.late_reason.data or "",
        )

    def seen_revision(self) -> int:
        """Which revision the form showed; nonsense counts as none that exists."""
        return int(self.revision.data) if str(self.revision.data).isdecimal() else -1


class TakeOffForm(HouseForm):
    """Why an item with ideas is taken off."""

    reason = LineField(
        _l("Grund"),
        validators=[
            InputRequired(_l("Bitte nennen Sie den Grund. Die einreichende Person liest ihn; er ist öffentlich.")),
            Length(max=300, message=TOO_LONG),
        ],
        description=_l("Wer die Idee eingereicht hat, bekommt diesen Satz; er steht auch öffentlich bei der Idee."),
    )


def fill_in_item(item: ItemRow) -> dict[str, object]:
    """What the form about an item shows at first."""
    return {
        "title": item.title,
        "kind": item.kind,
        "minutes": item.minutes,
        "rapporteur": item.rapporteur,
        "closed": not item.public,
        "neutral_title": item.neutral_title,
        "late_reason": item.late_reason,
        "revision": item.revision,
    }
