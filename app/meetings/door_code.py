"""The code that a guest shows at the door: an SVG of our own, so that no picture is fetched from anywhere."""

from __future__ import annotations

import segno
from markupsafe import Markup

from app.meetings.links import GuestName, entry_url
from app.meetings.queries.guests import Guest
from app.meetings.states import Answer


def door_code(guest: Guest) -> Markup:
    """The QR code of somebody who comes in person; nothing for everybody else."""
    if guest.answer != Answer.COMING:
        return Markup()
    code = segno.make(entry_url(GuestName(guest.meeting_id, guest.seat_id, guest.key)), error="m")
    drawn = code.svg_inline(scale=4, light="#fff", svgclass="door-code", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn by us from an address of ours
