"""What goes into a pack: plain values, gathered by the worker for one kind of reader."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

# The words of a page stand behind its picture, for people who listen; a page of small print has 6,000 signs.
LONGEST_ALTERNATIVE = 8000
MOST_PAGES = 300
DRAWN = (".pdf", ".png", ".jpg")


@dataclass(frozen=True, slots=True)
class PackPaper:
    """A paper of the pack; `pages` are the words of each page that is drawn, empty where none can be."""

    heading: str
    facts: str
    file_name: str
    drawn_name: str
    suffix: str
    data: bytes
    pages: tuple[str, ...]
    link: str = ""
    apart: str = ""

    @property
    def drawn(self) -> bool:
        """Whether its pages go into the PDF."""
        return bool(self.pages)


@dataclass(frozen=True, slots=True)
class PackContents:
    """Everything that the PDF says; all words are ready for people."""

    file_name: str
    starts_at: datetime
    words: dict[str, Any]
    items: Sequence[dict[str, Any]]
    papers: Sequence[PackPaper]

    def as_data(self) -> dict[str, Any]:
        """The values that the template reads."""
        papers = [
            {
                "heading": paper.heading,
                "facts": paper.facts,
                "link": paper.link,
                "file": paper.drawn_name if paper.pages else "",
                "is_pdf": paper.suffix == ".pdf",
                "pages": list(paper.pages),
                "apart": "" if paper.pages or paper.link else paper.apart,
            }
            for paper in self.papers
        ]
        return {**self.words, "items": list(self.items), "papers": papers}


def words_by_page(data: bytes, suffix: str, title: str) -> tuple[str, ...]:
    """What stands on each page of a paper, or its title; nothing for a kind that is not drawn or cannot be read."""
    if suffix not in DRAWN:
        return ()
    if suffix != ".pdf":
        return (title,)
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = reader.pages[:MOST_PAGES] if not reader.is_encrypted else []
        return tuple(page.extract_text().strip()[:LONGEST_ALTERNATIVE] or title for page in pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError):
        return ()
