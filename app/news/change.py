"""A change that people may be told of, and where a domain's changes come from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened, readable from `at` (UTC) on.

    `subject` („idea:RK-2026-00042“) is what lines are grouped by; within it, several changes with the same
    `aspect` are folded into one line: of a state only the last is told, of things that `add_up` (comments) their
    number. `say` puts it into the language at hand, given how many were folded into it.
    `follows` are the keys of everything that somebody may follow to be told; `weight` orders, the heaviest first.
    `done_by` holds the addresses (lower-cased) of those who did it themselves, and `told_by` names the letter
    (about, version) that has told its recipients the same already.
    """

    at: datetime
    subject: str
    aspect: str
    title: Callable[[], str]
    url: str
    say: Callable[[int], str]
    follows: frozenset[str]
    weight: int
    add_up: bool = False
    members_only: bool = False
    done_by: frozenset[str] = frozenset()
    told_by: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class NewsSource:
    """What a domain offers: its changes after one moment up to another, oldest first, and which of its
    subjects are still readable. Both ask the database a constant number of times.

    `members_only` changes are offered too; whoever folds them looks at who reads.
    """

    prefix: str
    changes: Callable[[datetime, datetime], Sequence[Change]]
    readable: Callable[[Collection[str], datetime], Collection[str]]
