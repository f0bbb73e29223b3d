"""The roll as it comes back from its form: one line a seat, whatever is missing is said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.i18n import gettext as _
from app.proceedings.queries.roll import Roll
from app.proceedings.services.running import Seen
from app.proceedings.states import Presence
from app.web.cleaning import clean_line

LONGEST_NAME = 120


@dataclass(slots=True)
class RollForm:
    """The valid lines and what is wrong with the others, by the seat's number."""

    seen: list[Seen] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)


def read_roll(typed: Mapping[str, str], roll: Roll, item_ids: Iterable[int]) -> RollForm:
    """Read what was ticked; unknown words count as what stood there before."""
    form, known = RollForm(), {str(number): number for number in item_ids}
    for place in roll.places:
        key = place.seat.id
        word = typed.get(f"presence-{key}", "")
        presence = Presence(word) if word in set(Presence) else place.presence
        deputy = clean_line(typed.get(f"by-{key}", "")) or ""
        if presence == Presence.REPRESENTED and not deputy:
            form.errors[key] = _("Bitte nennen Sie, wer vertritt.")
        elif len(deputy) > LONGEST_NAME:
            form.errors[key] = _("Bitte nehmen Sie höchstens %(max)d Zeichen.", max=LONGEST_NAME)
        came, left = known.get(typed.get(f"from-{key}", "")), known.get(typed.get(f"until-{key}", ""))
        form.seen.append(Seen(key, presence, deputy, came, left))
    return form
