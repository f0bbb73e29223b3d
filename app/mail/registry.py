"""All kinds of letters that the house writes, filled by the factory from every domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from flask import Flask, current_app

from app.mail.letters import LetterKind
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
