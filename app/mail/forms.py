"""What people choose on the page of notifications, and what staff say when they act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms.validators import DataRequired, InputRequired, Length

from app.i18n import lazy_gettext as _l
from app.mail.choices import Choice
from app.mail.services.choosing import Wish
from app.mail.topics import Rhythm
from app.mail.wording import RHYTHMS, WEEKDAYS
from app.web.forms import DropdownField, HouseForm, LineField, LinkForm, choices

# A topic without rhythms: letters come as things happen, or not at all.
_YES = Rhythm.AT_ONCE
_CHOOSE = InputRequired(_l("Bitte wählen Sie."))


class Preferences(HouseForm):
    """One field a topic, and a weekday where letters may come weekly."""

    def wishes(self, held: Sequence[Choice]) -> dict[str, Wish]:
        """What was chosen, by topic."""
        return {choice.topic.name: self._wish(choice) for choice in held}

    def _wish(self, choice: Choice) -> Wish:
        rhythm = Rhythm(self[choice.topic.name].data)
        if rhythm != Rhythm.WEEKLY:
            return Wish(rhythm)
        return Wish(rhythm, int(self[weekday_name(choice)].data))


def weekday_name(choice: Choice) -> str:
    """The name of the field for the weekday of a topic."""
    return f"{choice.topic.name}-weekday"


def preferences_form(held: Sequence[Choice], by_link: bool) -> Preferences:
    """The form for these topics, filled in with what holds; behind a signed link it needs no session."""
    base = type("LinkedPreferences", (Preferences, LinkForm), {}) if by_link else Preferences
    fields: dict[str, object] = {}
    for choice in held:
        fields[choice.topic.name] = _rhythm_field(choice)
        if Rhythm.WEEKLY in choice.topic.rhythms:
            fields[weekday_name(choice)] = _weekday_field()
    form: Preferences = type("PreferencesOfReader", (base,), fields)(data=_held(held))
    return form


def _rhythm_field(choice: Choice) -> DropdownField:
    topic = choice.topic
    offered = [(rhythm.value, RHYTHMS[rhythm]) for rhythm in topic.rhythms] or [(_YES.value, _l("Ja, senden"))]
    no = (Rhythm.OFF.value, RHYTHMS[Rhythm.OFF])
    return DropdownField(
        topic.label, description=topic.explanation, choices=choices([*offered, no]), validators=[_CHOOSE]
    )


def _weekday_field() -> DropdownField:
    days = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
    return DropdownField(_l("Wenn wöchentlich: an welchem Tag?"), choices=choices(days), validators=[_CHOOSE])


def _held(held: Sequence[Choice]) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for choice in held:
        rhythm = choice.rhythm if choice.topic.rhythms else _YES
        values[choice.topic.name] = (rhythm if choice.wanted else Rhythm.OFF).value
        values[weekday_name(choice)] = str(choice.weekday)
    return values


class ReasonForm(HouseForm):
    """Why staff do what they do; kept in the audit."""

    because = LineField(
        _l("Grund"),
        validators=[
            DataRequired(_l("Bitte nennen Sie den Grund.")),
            Length(max=300, message=_l("Bitte nehmen Sie höchstens %(max)d Zeichen.")),
        ],
    )
