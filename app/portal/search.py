"""One search over everything public: asks every room, and looks through the pages of text itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from app.i18n import current_language
from app.i18n import lazy_gettext as _l
from app.web.pages import PAGES, content_page
from app.web.search import Found, Hit, Source, marked, sources, texts_that_fit


@dataclass(frozen=True, slots=True)
class Section:
    """What one room found, ready to be drawn."""

    name: str
    found: Found
    cards: Sequence[tuple[Markup, str, Markup, str]]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was found; `meant` are better words where nothing was."""

    sections: list[Section]
    meant: str | None

    @property
    def shown(self) -> int:
        """How many hits stand on the page."""
        return sum(len(section.cards) for section in self.sections)


def search_everything(words: str, now: datetime) -> Results:
    """What the rooms find for these words, empty rooms left out."""
    answers = [(source, source.find(words, now)) for source in sources()]
    found = [Section(str(source.name), answer, _cards(answer)) for source, answer in answers if answer.hits]
    meant = next((answer.meant for _, answer in answers if answer.meant), None)
    return Results(found, None if found else meant)


def _cards(found: Found) -> list[tuple[Markup, str, Markup, str]]:
    return [(marked(hit.title), hit.url, marked(hit.text), hit.note) for hit in found.hits]


def find_pages(words: str, _now: datetime) -> Found:
    """The pages of text that an office can edit, in the reader's language."""
    pages = [(name, content_page(name, current_language())) for name in PAGES]
    texts = [(name, page.title, f"{page.lead} {page.body.striptags()}") for name, page in pages if page]
    return Found(
        [
            Hit(title, url_for(f"pages.{name.replace('-', '_')}"), text)
            for name, title, text in texts_that_fit(texts, words)
        ]
    )


PAGES_SOURCE = Source(_l("Seiten"), find_pages)
