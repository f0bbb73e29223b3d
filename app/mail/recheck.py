"""The last look before sending: is the letter still true, wanted, in time, and is its address alive?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app

from app.mail.choices import Addressed, Choice, choices_for
from app.mail.letters import Posted
from app.mail.models import StoredLetter
from app.mail.registry import kinds
from app.mail.states import LetterState, Reason
from app.mail.suppression import suppressed_addresses


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a letter ends that does not go, and why."""

    state: LetterState
    reason: Reason
    answer: str = ""


@dataclass(slots=True)
class Checked:
    """Which letters of a batch may go, and what becomes of the others."""

    cleared: list[StoredLetter] = field(default_factory=list)
    withheld: list[tuple[StoredLetter, Verdict]] = field(default_factory=list)


def check(letters: Sequence[StoredLetter], now: datetime) -> Checked:
    """Look at a whole batch with two queries, and one more per letter only where its kind asks for it."""
    dead = suppressed_addresses(letter.recipient for letter in letters) if letters else set()
    chosen = choices_for(_addressed(letter, letter.topic) for letter in letters if letter.topic)
    checked = Checked()
    for letter in letters:
        verdict = _verdict(letter, now, dead, chosen)
        if verdict is None:
            checked.cleared.append(letter)
        else:
            checked.withheld.append((letter, verdict))
    return checked


def _verdict(letter: StoredLetter, now: datetime, dead: set[str], chosen: Mapping[Addressed, Choice]) -> Verdict | None:
    if letter.expires_at <= now:
        return Verdict(LetterState.EXPIRED, Reason.TOO_OLD)
    if letter.recipient.lower() in dead:
        return Verdict(LetterState.SUPPRESSED, Reason.BLOCKED_ADDRESS)
    choice = chosen[_addressed(letter, letter.topic)] if letter.topic else None
    if choice is not None and not choice.gets_it:
        return Verdict(LetterState.SUPPRESSED, Reason.UNCONFIRMED if choice.pending else Reason.UNWANTED)
    untrue = _why_untrue(letter, now)
    return Verdict(LetterState.CANCELLED, Reason.NOT_TRUE, untrue) if untrue else None


def _addressed(letter: StoredLetter, topic: str) -> Addressed:
    return Addressed(letter.recipient, topic, letter.person_id is not None)


def _why_untrue(letter: StoredLetter, now: datetime) -> str | None:
    kind = kinds().get(letter.kind)
    if kind is None or kind.still_true is None:
        return None
    posted = Posted(letter.about, letter.version, letter.recipient, letter.person_id, letter.created_at, now)
    try:
        return kind.still_true(posted)
    except Exception:
        # A check that breaks says nothing about the letter; better one letter too many than one lost.
        current_app.logger.exception("kind=%s could not say whether letter=%s is still true", letter.kind, letter.id)
        return None
