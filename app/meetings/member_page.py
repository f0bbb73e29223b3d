"""What higher floors and sibling modules put on a member's page; the factory fills the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from markupsafe import Markup

from app.meetings.models import Meeting

EXTENSION = "meetings.member_page"


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Whose page it is, at which moment, and which meeting comes next."""

    person_id: int
    now: datetime
    next_meeting: Meeting | None


@dataclass(frozen=True, slots=True)
class MemberSlot:
    """A section of the page: `draw` returns it with a heading of the second rank, or nothing.

    `with_meeting`: it belongs to the next meeting (a reply) and stands right below it, without a heading.
    """

    draw: Callable[[MemberPage], Markup]
    with_meeting: bool = False


def filled(page: MemberPage, *, with_meeting: bool) -> list[Markup]:
    """What the others have to show, in the factory's order."""
    slots = cast("tuple[MemberSlot, ...]", current_app.extensions.get(EXTENSION, ()))
    drawn = (slot.draw(page) for slot in slots if slot.with_meeting == with_meeting)
    return [html for html in drawn if html]
