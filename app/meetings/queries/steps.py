"""The steps of the reminder ladder as a registry: a rung, who is owed it, which letter, so that all are run alike.

app.factory fills it: higher floors (digests, minutes, tasks) hang in steps of their own, which the office then
previews, skips and sends now like those of this floor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import cast

from flask import Flask, current_app
from flask_babel import LazyString

from app.mail import Letter, LetterKind
from app.meetings.ladder import Rung
from app.meetings.models import Meeting, MeetingRung
from app.meetings.queries.guests import Guest
from app.meetings.states import MeetingState

_KEY = "meeting_steps"
OFFICE_SEAT = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One rung with its letter.

    `owed(meetings, now)` names who is concerned in these meetings, told or not, by a bounded number of queries; a
    letter to the office has `seat_id` 0. `letter(meeting, guest, now)` writes it; its `about` must be `about(guest)`,
    its version the guest's revision and its slot the guest's key. `after` notes a fact in the same transaction.
    `states`: in which states of a meeting the step makes sense. `on`: whether it runs unless the body says so.
    """

    rung: Rung
    label: LazyString
    kind: LetterKind
    owed: Callable[[Sequence[Meeting], datetime], Sequence[Guest]]
    letter: Callable[[Meeting, Guest, datetime], Letter]
    after: Callable[[Meeting, Guest, datetime], None] | None = None
    states: frozenset[MeetingState] = frozenset({MeetingState.PLANNED})
    on: bool = True


def register(app: Flask, steps: Iterable[Step]) -> None:
    """Make these the steps of the ladder. Raises ValueError when two share a name."""
    known: dict[str, Step] = {}
    for step in steps:
        if step.rung.name in known:
            raise ValueError(f"two rungs are called {step.rung.name}")
        known[step.rung.name] = step
    app.extensions[_KEY] = known


def steps() -> Mapping[str, Step]:
    """Every step by the name of its rung."""
    return cast("Mapping[str, Step]", current_app.extensions[_KEY])


def about(guest: Guest) -> str:
    """What a letter of the ladder is about: a meeting and a seat, or the meeting and the office."""
    if guest.seat_id == OFFICE_SEAT:
        return f"meeting:{guest.meeting_id}:office"
    return f"meeting:{guest.meeting_id}:seat:{guest.seat_id}"


def in_force(step: Step, stored: Mapping[str, object], choice: MeetingRung | None) -> Rung | None:
    """The rung as the body's settings (`{"days": 10, "at": "08:30", "on": true}`) and the office's choice for the
    meeting make it, or None while it is switched off or skipped."""
    if choice is not None and choice.skipped:
        return None
    chosen = choice is not None and (choice.days is not None or choice.now_revision is not None)
    if not (stored.get("on", step.on) or chosen):
        return None
    days = choice.days if choice is not None and choice.days is not None else stored.get("days", step.rung.days)
    at = choice.at if choice is not None and choice.at is not None else _time(stored.get("at"), step.rung.at)
    chosen_days = int(str(days))
    # A rung that was moved past the day on which it used to lose its use is sent on its own day all the same.
    return replace(step.rung, days=chosen_days, at=at, useful_until_days=min(step.rung.useful_until_days, chosen_days))


def _time(value: object, otherwise: time) -> time:
    return time.fromisoformat(str(value)) if value else otherwise
