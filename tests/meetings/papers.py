"""Makes small PDFs for tests."""

from __future__ import annotations

import json

import typst

SOURCE = b"""
#let said = json(bytes(sys.inputs.said))
#set document(title: said.title)
#for page in range(said.pages) [#if page > 0 [#pagebreak()] #said.words]
"""


def pdf_that_says(words: str, *, title: str = "Unterlage", pages: int = 1) -> bytes:
    """A PDF with these words on every page."""
    said = json.dumps({"words": words, "title": title, "pages": pages})
    return bytes(typst.compile(SOURCE, format="pdf", sys_inputs={"said": said}))
