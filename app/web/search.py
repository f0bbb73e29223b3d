"""Searching everything public: what a room offers for the one search, and German words found in short texts.

A room writes a function `(words, now) -> Found` that answers only with what everybody may read; app.factory
names it in `SEARCH_SOURCES`. Hits stand between HIT_STARTS and HIT_ENDS until `marked()` makes them safe HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from flask_babel import LazyString
from markupsafe import Markup, escape
from sqlalchemy import Boolean, ColumnElement, Text, column, func, literal, select, values

from app.db import db

EXTENSION = "search.sources"
LONGEST_SEARCH = 200
# So many hits of a kind stand on the page; where there are more, a link leads to them.
SHOWN = 6
# Marks that the database puts around hits; they become <mark> after everything else has been escaped.
HIT_STARTS, HIT_ENDS = "\x02", "\x03"
GERMAN = literal("german", literal_execute=True)
_WHOLE = f"StartSel={HIT_STARTS}, StopSel={HIT_ENDS}, HighlightAll=true"
_PARTS = f"StartSel={HIT_STARTS}, StopSel={HIT_ENDS}, MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter= … "
_HIT = re.compile(f"{HIT_STARTS}([^{HIT_STARTS}{HIT_ENDS}]*){HIT_ENDS}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its title and a piece of its text with marks, and what kind of thing it is."""

    title: str
    url: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a room found, the best first; `more` leads to all of it, `count` says how many („mehr als“ included)."""

    hits: Sequence[Hit]
    count: str = ""
    more: str | None = None
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be searched: a name for its hits, and how to look."""

    name: LazyString
    find: Callable[[str, datetime], Found]


def register(app: Flask, sources: Sequence[Source]) -> None:
    """Let the one search ask these, in this order."""
    app.extensions[EXTENSION] = tuple(sources)


def sources() -> tuple[Source, ...]:
    """What the one search asks."""
    known: tuple[Source, ...] = current_app.extensions[EXTENSION]
    return known


def words_of(typed: str) -> str:
    """What somebody typed, made fit to be searched for."""
    return " ".join(typed.replace("\x00", "").split())[:LONGEST_SEARCH]


def fits(text: Any, words: str) -> ColumnElement[bool]:
    """Whether a short text holds the words in any of their German forms; websearch syntax."""
    found: ColumnElement[bool] = func.to_tsvector(GERMAN, text).op("@@", return_type=Boolean())(_query(words))
    return found


def with_marks(text: Any, words: str, whole: bool = True) -> ColumnElement[str]:
    """The text with marks around the hits: all of it, or the pieces that hold them."""
    headline: ColumnElement[str] = func.ts_headline(GERMAN, text, _query(words), _WHOLE if whole else _PARTS)
    return headline


def texts_that_fit(texts: Sequence[tuple[str, str, str]], words: str) -> list[tuple[str, str, str]]:
    """Of (key, title, text) those that hold the words, with marks; for texts that are in no table."""
    if not texts:
        return []
    table = values(column("key", Text), column("title", Text), column("body", Text), name="texts").data(list(texts))
    both = table.c.title + " " + table.c.body
    query = select(table.c.key, with_marks(table.c.title, words), with_marks(table.c.body, words, whole=False))
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.where(fits(both, words)))]


def marked(text: str) -> Markup:
    """A text whose hits stand between marks, escaped, with <mark> around them."""
    html = _HIT.sub(r"<mark>\1</mark>", str(escape(text)))
    return Markup(_CONTROL.sub("", html))  # noqa: S704 - escaped above; only our own tags came in


def _query(words: str) -> ColumnElement[object]:
    return func.websearch_to_tsquery(GERMAN, words)
