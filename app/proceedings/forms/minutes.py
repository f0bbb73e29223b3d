"""Forms about minutes: approve them, take them back, object, answer an objection."""

from __future__ import annotations

from collections.abc import Iterable

from app.i18n import full_date
from app.i18n import lazy_gettext as _l
from app.meetings.models import Meeting
from app.web.forms import DropdownField, HouseForm, TextField, choices
from app.web.validation import MaxLength, Optional, Required

LONGEST = 2000


class ApprovalForm(HouseForm):
    """In which meeting the minutes were approved."""

    meeting = DropdownField(_l("Genehmigt in der Sitzung vom"), [Optional()])

    def offer(self, meetings: Iterable[Meeting]) -> None:
        """The meetings after this one."""
        named = ((str(row.id), full_date(row.starts_at)) for row in meetings)
        self.meeting.choices = choices([("", _l("ohne Sitzung, im Umlauf")), *named])


class ReasonForm(HouseForm):
    """Why the minutes are taken back."""

    reason = TextField(_l("Grund"), [Required(_l("Bitte nennen Sie den Grund.")), MaxLength(LONGEST)])


class ObjectionForm(HouseForm):
    """What a member has to say against the minutes."""

    statement = TextField(
        _l("Ihr Einwand"),
        [Required(_l("Bitte schreiben Sie, was anders lauten soll.")), MaxLength(LONGEST)],
        description=_l("Nennen Sie den Punkt und den Wortlaut, den Sie vorschlagen."),
    )


class AnswerForm(HouseForm):
    """What became of an objection."""

    answer = TextField(
        _l("Was daraus wurde"), [Required(_l("Bitte schreiben Sie, was daraus wurde.")), MaxLength(LONGEST)]
    )
