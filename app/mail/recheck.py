"""The last look before sending: is the letter still true, wanted, in time, and is its address alive?"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app

from app.db import db
from app.mail.choices import Addressed, Choice, choices_for
from app.mail.letters import LetterKind, Posted
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
    """Look at a whole batch with two queries, and with those that the kinds in it ask."""
    dead = suppressed_addresses(letter.recipient for letter in letters) if letters else set()
    chosen = choices_for(_addressed(letter, letter.topic) for letter in letters if letter.topic)
    checked = Checked()
    hopeful: dict[str, list[StoredLetter]] = {}
    for letter in letters:
        verdict = _verdict(letter, now, dead, chosen)
        if verdict is None:
            hopeful.setdefault(letter.kind, []).append(letter)
        else:
            checked.withheld.append((letter, verdict))
    untrue: dict[uuid.UUID, str] = {}
    for name, ours in hopeful.items():
        untrue |= {letter.id: why for letter, why in zip(ours, _why_untrue(name, ours, now), strict=True) if why}
    gone = {letter.id for letter, _ in checked.withheld}
    for letter in letters:
        if letter.id in untrue:
            verdict = Verdict(LetterState.CANCELLED, Reason.NOT_TRUE, untrue[letter.id])
            checked.withheld.append((letter, verdict))
        elif letter.id not in gone:
            checked.cleared.append(letter)
    return checked


def _verdict(letter: StoredLetter, now: datetime, dead: set[str], chosen: Mapping[Addressed, Choice]) -> Verdict | None:
    if letter.expires_at <= now:
        return Verdict(LetterState.EXPIRED, Reason.TOO_OLD)
    if letter.recipient.lower() in dead:
        return Verdict(LetterState.SUPPRESSED, Reason.BLOCKED_ADDRESS)
    choice = chosen[_addressed(letter, letter.topic)] if letter.topic else None
    if choice is not None and not choice.gets_it:
        return Verdict(LetterState.SUPPRESSED, Reason.UNCONFIRMED if choice.pending else Reason.UNWANTED)
    return None


def _addressed(letter: StoredLetter, topic: str) -> Addressed:
    return Addressed(letter.recipient, topic, letter.person_id is not None)


def _why_untrue(name: str, letters: Sequence[StoredLetter], now: datetime) -> Sequence[str | None]:
    kind = kinds().get(name)
    if kind is None or (kind.still_true is None and kind.still_true_many is None):
        return [None] * len(letters)
    posted = [
        Posted(letter.about, letter.version, letter.recipient, letter.person_id, letter.created_at, now)
        for letter in letters
    ]
    answers = _answers(kind, posted)
    # A check that breaks says nothing about the letter; better one letter too many than one lost. The others of the
    # batch are asked one by one.
    return answers if answers is not None else [(_answers(kind, [one]) or [None])[0] for one in posted]


def _answers(kind: LetterKind, posted: Sequence[Posted]) -> Sequence[str | None] | None:
    """What the kind says of each; None when it breaks, whatever it did to the transaction."""
    try:
        with db.session.begin_nested():
            if kind.still_true_many is not None:
                answers = kind.still_true_many(posted)
                if len(answers) != len(posted):
                    raise ValueError(f"{len(answers)} answers about {len(posted)} letters")
                return answers
            return [kind.still_true(one) if kind.still_true else None for one in posted]
    except Exception:
        current_app.logger.exception("kind=%s could not say whether its letters are still true", kind.name)
        return None
