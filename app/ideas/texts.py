"""Turns what people wrote into what browsers may show: simple Markdown, plain excerpts, marked hits."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.web import search

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "code", "pre", "hr"}
# Headings in a text stand below those of the page.
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
REMEMBERED_TEXTS = 512

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")
_MARKS = re.compile(r"(?m)^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+)|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=REMEMBERED_TEXTS)
def rendered(text: str) -> Markup:
    """Simple Markdown as safe HTML: no raw HTML, no images, links that vouch for nobody."""
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


def excerpt(text: str, length: int) -> str:
    """The beginning of a text without Markdown's marks, cut between words."""
    words = plain(text)
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0].rstrip(",.;:–- ") + " …"


def marked(text: str) -> Markup:
    """A text whose hits the database put between marks, without Markdown's, escaped, with <mark> around them."""
    return search.marked(plain(text))


def plain(text: str) -> str:
    """A text without Markdown's marks, on one line."""
    return _SPACE.sub(" ", _MARKS.sub("", _LINK.sub(r"\1", text))).strip()
