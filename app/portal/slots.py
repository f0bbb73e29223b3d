"""Places on the home page that other rooms fill; the factory brings both together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app
from markupsafe import Markup

EXTENSION = "portal.home_slots"

# Returns a finished section with its own heading of the second rank („Nächste Sitzung“), or nothing
# when there is nothing to show. The room that offers it needs to know nothing of this one.
HomeSlot = Callable[[datetime], Markup]


def filled_slots(now: datetime) -> list[Markup]:
    """What the other rooms have to show just now, in the factory's order."""
    slots: tuple[HomeSlot, ...] = current_app.extensions[EXTENSION]
    return [html for html in (slot(now) for slot in slots) if html]
