"""What higher floors add to the page of an idea: comments, support, later its measures and meetings."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from markupsafe import Markup

SECTIONS = "idea_page_sections"


@dataclass(frozen=True, slots=True)
class IdeaOnPage:
    """What a section may know of the idea that it stands under; the idea is publicly readable."""

    id: int
    reference: str
    title: str
    state: str
    support_count: int
    comment_count: int


@dataclass(frozen=True, slots=True)
class IdeaSection:
    """A part of the page: everything it shows, and how to draw it; drawn only if the facts are new."""

    facts: Hashable
    draw: Callable[[], Markup]


# It may ask the database once or twice: the whole page has four queries.
Section = Callable[[IdeaOnPage, datetime], IdeaSection]


def sections_of(idea: IdeaOnPage, now: datetime) -> tuple[IdeaSection, ...]:
    """What the floors above have to say about this idea, in the factory's order."""
    sections: list[Section] = current_app.extensions[SECTIONS]
    return tuple(section(idea, now) for section in sections)
