"""The numbers of „Einblicke“: where ideas stand and whether people are answered in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from app.clock import local, start_of_day
from app.db import db
from app.feedback.models import Contribution
from app.feedback.queries.balance import GroupVoices, voices_by_group
from app.ideas.deadlines import due_after
from app.ideas.models import Idea
from app.ideas.queries.memory import remembered
from app.ideas.queries.passages import Passage, passages
from app.ideas.queries.visibility import publicly_listed
from app.ideas.states import IdeaState
from app.region.rules import body_rules

LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many things were due or done in the past year, and how many of them were done in time."""

    all: int
    in_time: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 99.9 is not all."""
        return 100 * self.in_time // self.all if self.all else 0


@dataclass(frozen=True, slots=True)
class Insights:
    """Everything the page shows; `states` in the order of an idea's path, none of them empty."""

    voices: tuple[GroupVoices, ...]
    states: tuple[tuple[IdeaState, int], ...]
    punctuality: Punctuality
    # Of ideas: from submission until somebody takes them up, and then until the check has a result.
    taking_up: Punctuality
    formal_check: Punctuality


def insights(now: datetime) -> Insights:
    """The numbers of now; at most half a minute old."""
    return remembered("insights", now, lambda: _insights(now))


def _insights(now: datetime) -> Insights:
    stays = passages((IdeaState.SUBMITTED, IdeaState.FORMAL_CHECK), now - LOOK_BACK)
    return Insights(
        voices_by_group(now),
        _ideas_by_state(now),
        _punctuality(now),
        _in_time(IdeaState.SUBMITTED, stays, now),
        _in_time(IdeaState.FORMAL_CHECK, stays, now),
    )


def _in_time(state: IdeaState, stays: Sequence[Passage], now: datetime) -> Punctuality:
    """What left a state by its deadline, of all that left it or should have."""
    rules, today = body_rules(), local(now).date()
    done, in_time = 0, 0
    for stay in stays:
        due = due_after(state, start_of_day(stay.entered_on), rules) if stay.state == state else None
        if due is None or (stay.left_on is None and today <= local(due).date()):
            continue
        done += stay.number
        in_time += stay.number if stay.left_on and stay.left_on <= local(due).date() else 0
    return Punctuality(done, in_time)


def _ideas_by_state(now: datetime) -> tuple[tuple[IdeaState, int], ...]:
    query = select(Idea.state, func.count()).where(publicly_listed(now)).group_by(Idea.state)
    counts = {row[0]: row[1] for row in db.session.execute(query)}
    return tuple((state, counts[state]) for state in IdeaState if state in counts)


def _punctuality(now: datetime) -> Punctuality:
    settled = or_(Contribution.decided_at.is_not(None), Contribution.due_at < now)
    in_time = func.count().filter(Contribution.decided_at <= Contribution.due_at)
    query = select(func.count(), in_time).where(settled, Contribution.due_at.between(now - LOOK_BACK, now + LOOK_BACK))
    row = db.session.execute(query).one()
    return Punctuality(row[0], row[1])
