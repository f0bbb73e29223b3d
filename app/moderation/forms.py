"""What moderators fill in; every form carries the revision of the idea that it was shown with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from wtforms import DateTimeLocalField, Field, HiddenField, ValidationError
from wtforms.validators import Optional

from app.clock import BERLIN
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.ideas.gates import GATES
from app.ideas.states import DECIDED_OUTSIDE, IdeaState
from app.moderation.services.checking import GateVerdict
from app.web.forms import ChoiceField, ChoicesField, DropdownField, HouseForm, LineField, TextField, choices
from app.web.validation import MaxLength, Required

LONGEST_REASON = 4000
LONGEST_NOTE = 2000
S = IdeaState
STEP_LABELS: dict[IdeaState, LazyString] = {
    S.NEEDS_INFO: _l("Nachfragen: Wir brauchen noch eine Angabe"),
    S.FORMAL_CHECK: _l("Ohne Antwort weiterprüfen"),
    S.ASSESSMENT: _l("Prüfung bestanden: zur Bewertung geben"),
    S.REFERRED: _l("An eine andere Stelle weiterleiten"),
    S.INADMISSIBLE: _l("Nicht aufnehmen"),
    S.MERGED: _l("Mit einer anderen Idee zusammenführen"),
}
NEEDS_TEXT = DECIDED_OUTSIDE | {S.NEEDS_INFO}


class BerlinMomentField(DateTimeLocalField):
    """A moment typed as date and time of Berlin's clocks; `data` is naive as typed, `moment` is a moment."""

    @property
    def moment(self) -> datetime | None:
        """What was typed, as a moment; None when nothing was."""
        return self.data.replace(tzinfo=BERLIN) if self.data else None


class IdeaForm(HouseForm):
    """The base: which revision of the idea was on the screen."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """The revision on the screen; nonsense counts as the oldest and is therefore stale."""
        text = str(self.revision.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class ClaimForm(IdeaForm):
    """Take over; `sure` answers the question whether a colleague's idea is meant."""

    sure = HiddenField()


class GatesForm(IdeaForm):
    """The checklist; its fields are made from the gates."""

    @property
    def rows(self) -> list[tuple[Field, Field]]:
        """Question and note of every gate."""
        return [(self[f"gate_{gate.code}"], self[f"note_{gate.code}"]) for gate in GATES]

    def verdicts(self) -> dict[str, GateVerdict]:
        """What was answered."""
        return {
            gate.code: GateVerdict(
                {"yes": True, "no": False}.get(self[f"gate_{gate.code}"].data), self[f"note_{gate.code}"].data or ""
            )
            for gate in GATES
        }


YES_NO = choices([("yes", _l("Ja")), ("no", _l("Nein"))])
for _gate in GATES:
    setattr(GatesForm, f"gate_{_gate.code}", ChoiceField(_gate.for_moderator, choices=YES_NO, validators=[Optional()]))
    setattr(GatesForm, f"note_{_gate.code}", LineField(_l("Notiz"), validators=[MaxLength(LONGEST_NOTE)]))


class DecisionForm(IdeaForm):
    """The next step, the words that the submitter reads, and a note for colleagues."""

    step = ChoiceField(
        _l("Nächster Schritt"), validators=[Required(_l("Bitte wählen Sie, wie es mit der Idee weitergeht."))]
    )
    reason = TextField(
        _l("Text an die einreichende Person"),
        description=_l("Steht wörtlich im Brief und später in der öffentlichen Begründung."),
        validators=[MaxLength(LONGEST_REASON)],
    )
    block = DropdownField(_l("Textbaustein"), validators=[Optional()])
    into = LineField(
        _l("Aktenzeichen der anderen Idee"),
        description=_l("Nur beim Zusammenführen, zum Beispiel RK-2026-00007."),
    )
    publish_at = BerlinMomentField(
        _l("Erst veröffentlichen ab"),
        description=_l("Nur bei bestandener Prüfung; leer: sofort öffentlich."),
        validators=[Optional()],
    )
    note = TextField(
        _l("Interne Notiz"),
        description=_l("Nur für Moderation und Geschäftsstelle."),
        validators=[MaxLength(LONGEST_NOTE)],
    )

    def offer(self, steps: Iterable[IdeaState], blocks: Iterable[tuple[str, str]]) -> None:
        """Offer the steps that the idea can take now, and the text blocks."""
        self.step.choices = choices((step, STEP_LABELS[step]) for step in steps)
        self.block.choices = choices([("", _l("– bitte wählen –")), *blocks])

    def validate_reason(self, field: Field) -> None:
        """Nobody is turned down or asked without words."""
        if self.step.data in NEEDS_TEXT and not field.data:
            raise ValidationError(_("Bitte schreiben Sie der einreichenden Person, worum es geht und warum."))

    def validate_into(self, field: Field) -> None:
        """A merge needs a target."""
        if self.step.data == S.MERGED and not field.data:
            raise ValidationError(_("Bitte nennen Sie das Aktenzeichen der Idee, in der diese aufgeht."))

    @property
    def chosen(self) -> IdeaState:
        """The step that was chosen."""
        return IdeaState(self.step.data)


class SettleForm(IdeaForm):
    """The second person's word on a colleague's proposal."""

    verdict = ChoiceField(
        _l("Ihre Entscheidung"),
        choices=choices([("confirm", _l("Bestätigen: Der Brief geht hinaus")), ("return", _l("Zurückgeben"))]),
        validators=[Required(_l("Bitte bestätigen Sie den Vorschlag oder geben Sie ihn zurück."))],
    )
    note = TextField(
        _l("Notiz"), description=_l("Beim Zurückgeben nötig: Was fehlt?"), validators=[MaxLength(LONGEST_NOTE)]
    )

    def validate_note(self, field: Field) -> None:
        """A proposal comes back with a reason."""
        if self.verdict.data == "return" and not field.data:
            raise ValidationError(_("Bitte schreiben Sie, warum Sie den Vorschlag zurückgeben."))


class VisibilityForm(IdeaForm):
    """Who may read the idea, and from when."""

    visibility = ChoiceField(
        _l("Sichtbarkeit"),
        choices=choices([("public", _l("Öffentlich")), ("internal", _l("Nur intern"))]),
        validators=[Required(_l("Bitte wählen Sie, wer die Idee lesen darf."))],
    )
    publish_at = BerlinMomentField(
        _l("Öffentlich ab"), description=_l("Leer: sofort."), validators=[Optional()], id="sichtbar-ab"
    )


class AttachmentsForm(IdeaForm):
    """Which files everybody may open."""

    approved = ChoicesField(_l("Für alle freigeben"))

    def offer(self, files: Iterable[tuple[int, str]]) -> None:
        """Offer the idea's files."""
        self.approved.choices = choices((str(number), name) for number, name in files)

    @property
    def chosen(self) -> Collection[int]:
        """The ids of the files to be approved."""
        return {int(number) for number in self.approved.data or ()}


class ReopenForm(IdeaForm):
    """The office's answer to an objection, or its own second thoughts."""

    verdict = ChoiceField(
        _l("Entscheidung der Geschäftsstelle"),
        choices=choices([("reopen", _l("Erneut prüfen")), ("dismiss", _l("Einwand beantworten, Entscheidung bleibt"))]),
        validators=[Required(_l("Bitte wählen Sie, wie es weitergeht."))],
    )
    reason = TextField(
        _l("Begründung an die einreichende Person"),
        validators=[Required(_l("Bitte schreiben Sie die Begründung.")), MaxLength(LONGEST_REASON)],
    )


def gates_values(gates: Any) -> dict[str, str]:
    """The stored answers as the checklist shows them."""
    values: dict[str, str] = {}
    for code, answer in gates.items():
        values[f"gate_{code}"] = "yes" if answer.passed else "no"
        values[f"note_{code}"] = answer.note
    return values
