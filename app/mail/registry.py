"""All kinds of letters that the house writes, filled by the factory from every domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from flask import Flask, current_app

from app.mail.letters import LetterKind
from app.mail.models import StoredLetter
from app.mail.topics import topics_of

_KEY = "letter_kinds"


def register(app: Flask, kinds: Iterable[LetterKind]) -> None:
    """Make these the kinds that can be posted, after the topics.

    Raises ValueError when two share a name, or one belongs to a topic that nobody offers.
    """
    known: dict[str, LetterKind] = {}
    for kind in kinds:
        if kind.name in known:
            raise ValueError(f"two kinds of letters are called {kind.name}")
        if kind.topic is not None and kind.topic not in topics_of(app):
            raise ValueError(f"letters {kind.name} belong to a topic that nobody offers: {kind.topic}")
        known[kind.name] = kind
    app.extensions[_KEY] = known


def kinds() -> Mapping[str, LetterKind]:
    """Every kind by its name."""
    return cast("Mapping[str, LetterKind]", current_app.extensions[_KEY])


def is_secret(kind_name: str) -> bool:
    """Whether letters of this kind carry a link that nobody may read a second time."""
    kind = kinds().get(kind_name)
    return kind is not None and kind.secret


def is_readable(letter: StoredLetter) -> bool:
    """Whether a letter may be shown again: its text is still kept and opens nothing by itself."""
    return bool(letter.body_text) and not is_secret(letter.kind)
