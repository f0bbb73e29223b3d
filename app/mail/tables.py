"""The outbox's statistics laid out for the office: how many in each state, and a line for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.mail.queries.tallies import Tally
from app.mail.states import LetterState

_WAITING = {LetterState.QUEUED, LetterState.SENDING}
_UNSENT = {LetterState.EXPIRED, LetterState.CANCELLED, LetterState.SUPPRESSED}


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of letter in numbers."""

    kind: str
    waiting: int
    sent: int
    failed: int
    unsent: int
    oldest: timedelta | None


def by_state(lines: Iterable[Tally]) -> Counter[str]:
    """How many letters are in each state."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts[line.state] += line.letters
    return counts


def by_kind(lines: Iterable[Tally]) -> list[KindLine]:
    """A line for each kind; those that wait longest first, then by name."""
    kinds: dict[str, list[Tally]] = {}
    for line in lines:
        kinds.setdefault(line.kind, []).append(line)
    table = [_line(kind, those) for kind, those in kinds.items()]
    return sorted(table, key=lambda line: (-(line.oldest or timedelta()).total_seconds(), line.kind))


def _line(kind: str, lines: list[Tally]) -> KindLine:
    def count(states: set[LetterState]) -> int:
        return sum(line.letters for line in lines if line.state in states)

    oldest = max(line.oldest_waiting_seconds for line in lines)
    return KindLine(
        kind,
        count(_WAITING),
        count({LetterState.SENT}),
        count({LetterState.FAILED}),
        count(_UNSENT),
        timedelta(seconds=oldest) if oldest else None,
    )
