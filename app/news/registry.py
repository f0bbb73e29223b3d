"""All sources of news, filled by the factory from every domain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from app.news.change import Change, NewsSource

_KEY = "news_sources"


def register(app: Flask, sources: Iterable[NewsSource]) -> None:
    """Make these the sources. Raises ValueError when two speak of the same kind of subject."""
    known: dict[str, NewsSource] = {}
    for source in sources:
        if source.prefix in known:
            raise ValueError(f"two sources tell of {source.prefix}")
        known[source.prefix] = source
    app.extensions[_KEY] = known


def changes_between(since: datetime, until: datetime) -> list[Change]:
    """Everything that became readable after `since` and not after `until`, oldest first."""
    found = [change for source in _sources().values() for change in source.changes(since, until)]
    return sorted(found, key=lambda change: (change.at, change.subject, change.aspect))


def still_readable(subjects: Collection[str], now: datetime) -> set[str]:
    """Which of these subjects may still be read by those who were told of them."""
    readable: set[str] = set()
    for prefix, source in _sources().items():
        own = [subject for subject in subjects if subject.partition(":")[0] == prefix]
        if own:
            readable |= set(source.readable(own, now))
    return readable


def _sources() -> Mapping[str, NewsSource]:
    return cast("Mapping[str, NewsSource]", current_app.extensions[_KEY])
