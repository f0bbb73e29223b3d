"""Forms while a meeting runs: the text of an item, resolutions, tasks, who presides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import DateField, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.ideas.states import RESOLVED, IdeaState
from app.proceedings.models import Resolution
from app.proceedings.queries.roll import Place
from app.proceedings.services.deciding import Motion, Tally
from app.proceedings.services.tasks import TaskFacts
from app.proceedings.states import VOTES, Choice, Counting
from app.web.forms import ChoiceField, DropdownField, EmailField, HouseForm, LineField, TextField, choices
from app.web.validation import EmailAddress, MaxLength, Optional, Required

LONGEST_TEXT, LONGEST_WORDING, LONGEST_LINE = 20_000, 4_000, 200
SOMEBODY_ELSE = "other"


class PeopleForm(HouseForm):
    """Who presides, who writes."""

    chair = LineField(_l("Sitzungsleitung"), [MaxLength(LONGEST_LINE)])
    keeper = LineField(_l("Protokoll"), [MaxLength(LONGEST_LINE)])


class TextForm(HouseForm):
    """What the minutes say about an item; `version` is the one that the form showed."""

    version = HiddenField()
    text = TextField(_l("Text der Niederschrift"), [MaxLength(LONGEST_TEXT)])
    block = DropdownField(_l("Textbaustein"), [Optional()])

    @property
    def seen_version(self) -> int:
        """Nonsense counts as a version that never was."""
        return int(self.version.data) if str(self.version.data).isdecimal() else -1


class ResolutionForm(HouseForm):
    """The wording, the reasons and the count; votes by seat, positions and ideas are read beside it."""

    wording = TextField(
        _l("Wortlaut"),
        [Required(_l("Bitte schreiben Sie, was beschlossen wurde.")), MaxLength(LONGEST_WORDING)],
        description=_l("Ein vollständiger Satz; er wird nach dem Festhalten nicht mehr geändert."),
    )
    reason = TextField(
        _l("Begründung"),
        [MaxLength(LONGEST_WORDING)],
        description=_l("Lesen alle, deren Idee davon betroffen ist."),
    )
    counting = ChoiceField(
        _l("Wie wird das Ergebnis festgehalten?"),
        [Required(_l("Bitte wählen Sie, wie gezählt wurde."))],
        choices=choices([(Counting.TOTAL, _l("Nur die Summen")), (Counting.SEATS, _l("Nach Sitzen"))]),
        default=Counting.TOTAL,
    )
    votes_for = IntegerField(_l("Ja"), [MayBeEmpty(), NumberRange(0, 999)])
    votes_against = IntegerField(_l("Nein"), [MayBeEmpty(), NumberRange(0, 999)])
    abstentions = IntegerField(_l("Enthaltungen"), [MayBeEmpty(), NumberRange(0, 999)])
    corrects = DropdownField(_l("Berichtigt einen früheren Beschluss"), [Optional()])

    def offer(self, earlier: Sequence[Resolution]) -> None:
        """Which resolutions can be corrected."""
        named = ((str(row.id), f"{row.number}: {row.wording[:80]}") for row in earlier)
        self.corrects.choices = choices([("", _l("nein")), *named])

    def tally(self, typed: Mapping[str, str], voters: Iterable[Place]) -> Tally:
        """How was voted; in a count by seat a seat without a tick is missing in the sum."""
        if self.counting.data == Counting.SEATS:
            ticked = ((place.seat.id, typed.get(f"vote-{place.seat.id}", "")) for place in voters)
            return Tally.of_seats({seat: Choice(word) for seat, word in ticked if word in VOTES})
        return Tally(self.votes_for.data or 0, self.votes_against.data or 0, self.abstentions.data or 0)

    def motion(self, typed: Mapping[str, str], idea_ids: Iterable[int], authorities: Iterable[str]) -> Motion:
        """What is decided."""
        fates = ((idea, typed.get(f"idea-{idea}", "")) for idea in idea_ids)
        stands = ((ags, typed.get(f"position-{ags}", "")) for ags in authorities)
        return Motion(
            self.wording.data,
            self.reason.data or "",
            {idea: IdeaState(word) for idea, word in fates if word in RESOLVED},
            {ags: Choice(word) for ags, word in stands if word in VOTES},
            int(self.corrects.data) if self.corrects.data else None,
        )


class TaskForm(HouseForm):
    """Who does what until when."""

    title = LineField(
        _l("Was ist zu tun?"), [Required(_l("Bitte schreiben Sie, was zu tun ist.")), MaxLength(LONGEST_LINE)]
    )
    owner = DropdownField(_l("Wer kümmert sich?"), [Required(_l("Bitte wählen Sie, wer sich kümmert."))])
    owner_name = LineField(_l("Name, wenn jemand anderes"), [MaxLength(120)])
    owner_email = EmailField(_l("E-Mail-Adresse dazu"), [Optional(), EmailAddress()])
    due_on = DateField(_l("Bis wann?"), [InputRequired(_l("Bitte geben Sie einen Tag an."))])

    def offer(self, seats: Iterable[tuple[int, str]]) -> None:
        """Whom a task can be given to."""
        named = [(str(seat), name) for seat, name in seats]
        self.owner.choices = choices(
            [("", _l("Bitte wählen")), *named, (SOMEBODY_ELSE, _l("Jemand anderes (Name unten)"))]
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody else has a name."""
        fine = bool(super().validate(extra_validators))
        if self.owner.data == SOMEBODY_ELSE and not self.owner_name.data:
            self.owner_name.errors = [*self.owner_name.errors, _("Bitte nennen Sie den Namen.")]
            return False
        return fine

    def facts(self) -> TaskFacts:
        """What was typed."""
        if self.owner.data == SOMEBODY_ELSE:
            name, address = self.owner_name.data or "", self.owner_email.data or ""
            return TaskFacts(self.title.data, self.due_on.data, None, name, address)
        return TaskFacts(self.title.data, self.due_on.data, int(self.owner.data))
