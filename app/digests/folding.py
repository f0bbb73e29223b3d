"""From changes to what a digest says: what this reader is owed, grouped by subject, repeated changes folded.

Pure: no database, no clock. The office's preview, the digest and the account page all come through here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from app.news import Change


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: an address (lower-cased), what it follows since when, and whether it may read what members may.

    `told` are the letters (about, version) that have reached this address already.
    """

    address: str
    follows: Mapping[str, datetime]
    is_member: bool = False
    told: Set[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an entry, and why this reader gets it: what they follow."""

    text: str
    at: datetime
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject with everything that is new about it, the latest line first."""

    subject: str
    title: str
    url: str
    weight: int
    lines: tuple[Line, ...]


def owed(changes: Iterable[Change], reader: Reader, since: datetime) -> list[Change]:
    """The changes after `since` that this reader follows, may read, has not made and has not been told of.

    A state that has been overtaken is owed to nobody: who made the last step or was told of it by letter
    must not read of an earlier one afterwards.
    """
    open_to_reader = [change for change in changes if change.at > since and _concerns(change, reader)]
    last = {(change.subject, change.aspect): change for change in sorted(open_to_reader, key=lambda change: change.at)}
    return [
        change
        for change in open_to_reader
        if _is_news(change, reader) and (change.add_up or last[change.subject, change.aspect] is change)
    ]


def folded(changes: Iterable[Change], reader: Reader) -> list[Entry]:
    """Entries in the language at hand, the most relevant first, then the latest."""
    subjects: defaultdict[str, defaultdict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        subjects[change.subject][change.aspect].append(change)
    entries = [_entry(list(aspects.values()), reader) for aspects in subjects.values()]
    return sorted(entries, key=lambda entry: (-entry.weight, -entry.lines[0].at.timestamp(), entry.subject))


def only(entries: Iterable[Entry], subjects: Set[str]) -> list[Entry]:
    """What is left of entries when only these subjects may still be read."""
    return [entry for entry in entries if entry.subject in subjects]


def _concerns(change: Change, reader: Reader) -> bool:
    followed = any(key in reader.follows and change.at > reader.follows[key] for key in change.follows)
    return followed and (reader.is_member or not change.members_only)


def _is_news(change: Change, reader: Reader) -> bool:
    return reader.address not in change.done_by and change.told_by not in reader.told


def _entry(aspects: list[list[Change]], reader: Reader) -> Entry:
    latest = [max(same, key=lambda change: change.at) for same in aspects]
    counts = {change.aspect: len(same) for change, same in zip(latest, aspects, strict=True)}
    latest.sort(key=lambda change: (-change.weight, -change.at.timestamp()))
    first = latest[0]
    lines = tuple(
        Line(change.say(counts[change.aspect]), change.at, tuple(sorted(change.follows & reader.follows.keys())))
        for change in latest
    )
    return Entry(first.subject, first.title(), first.url, first.weight, lines)
