"""What the office types about meetings: dates and times on Berlin's clocks, hosts, places."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.clock import BERLIN
from app.i18n import current_language
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.meetings.models import Meeting
from app.meetings.planner import Rhythm
from app.meetings.services import Appointment
from app.meetings.words import NTHS, WEEKDAYS
from app.region.queries import authorities
from app.web.forms import DropdownField, HouseForm, LineField, choices

FIRST_YEAR, LAST_YEAR = 2020, 2100
LONGEST_MEETING_HOURS = 12
TOO_LONG = _l("Bitte nehmen Sie höchstens %(max)d Zeichen.")


def _required(message: Any) -> InputRequired:
    return InputRequired(message)


class RhythmForm(HouseForm):
    """„Jeder dritte Montag, 10:00 Uhr, drei Stunden“ for a year."""

    class Meta:
        """It only asks a question of the page, so it is a GET without a token."""

        csrf = False

    jahr = IntegerField(_l("Jahr"), validators=[NumberRange(FIRST_YEAR, LAST_YEAR, _l("Bitte prüfen Sie das Jahr."))])
    woche = DropdownField(_l("Woche im Monat"), choices=choices((str(n), name) for n, name in NTHS.items()))
    tag = DropdownField(_l("Wochentag"), choices=choices((str(n), name) for n, name in enumerate(WEEKDAYS)))
    beginn = TimeField(_l("Beginn"), validators=[_required(_l("Bitte geben Sie den Beginn an."))])
    dauer = IntegerField(
        _l("Dauer in Stunden"),
        validators=[NumberRange(1, LONGEST_MEETING_HOURS, _l("Bitte geben Sie 1 bis 12 Stunden an."))],
    )

    def rhythm(self) -> Rhythm:
        """What was asked for, once it is valid."""
        return Rhythm(int(self.woche.data), int(self.tag.data), self.beginn.data, timedelta(hours=self.dauer.data))


class MeetingForm(HouseForm):
    """When, where and who hosts."""

    day = DateField(_l("Tag"), validators=[_required(_l("Bitte geben Sie den Tag an."))])
    begins = TimeField(_l("Beginn"), validators=[_required(_l("Bitte geben Sie den Beginn an."))])
    ends = TimeField(_l("Ende"), validators=[_required(_l("Bitte geben Sie das Ende an."))])
    host = DropdownField(_l("Gastgeber"), validators=[_required(_l("Bitte wählen Sie, wer einlädt."))])
    place = LineField(
        _l("Ort"),
        validators=[Optional(), Length(max=200, message=TOO_LONG)],
        description=_l("Haus, Straße, Raum. Kann später folgen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host.choices = choices((row.ags, row.name(current_language())) for row in authorities())

    def validate_ends(self, field: TimeField) -> None:
        """A meeting ends after it began, on the same day."""
        if self.begins.data and field.data and field.data <= self.begins.data:
            raise ValidationError(_("Das Ende muss nach dem Beginn liegen."))

    def appointment(self) -> Appointment:
        """What was typed, as moments; the clocks are Berlin's."""
        day, host, place = self.day.data, self.host.data, self.place.data or ""
        begins = datetime.combine(day, self.begins.data, BERLIN)
        return Appointment(begins, datetime.combine(day, self.ends.data, BERLIN), host, place)


class ChangeMeetingForm(MeetingForm):
    """The same for a meeting that stands, with the reason that everybody reads."""

    revision = HiddenField()
    reason = LineField(
        _l("Grund der Änderung"),
        validators=[
            _required(_l("Bitte sagen Sie, warum sich der Termin ändert. Der Grund ist öffentlich.")),
            Length(max=300, message=TOO_LONG),
        ],
        description=_l("Ein Satz; er steht öffentlich bei der Sitzung."),
    )

    def seen_revision(self) -> int:
        """Which revision the form showed; nonsense counts as none that exists."""
        return int(self.revision.data) if str(self.revision.data).isdecimal() else -1


class ReasonForm(HouseForm):
    """Why a meeting is called off or taken back."""

    reason = LineField(
        _l("Grund"),
        validators=[
            _required(_l("Bitte nennen Sie den Grund. Er ist öffentlich.")),
            Length(max=300, message=TOO_LONG),
        ],
    )


def fill_in(meeting: Meeting) -> dict[str, object]:
    """What a form about a meeting shows at first."""
    begins, ends = meeting.starts_at.astimezone(BERLIN), meeting.ends_at.astimezone(BERLIN)
    return {
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "host": meeting.host_ags,
        "place": meeting.place,
        "revision": meeting.revision,
    }
