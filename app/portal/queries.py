"""What the home page tells about ideas; everything goes through the ideas' own condition of being public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.ideas.models import Idea
from app.ideas.queries.filters import IdeaFilter
from app.ideas.queries.list import IdeaCard, listed_ideas
from app.ideas.queries.memory import remembered
from app.ideas.queries.visibility import publicly_listed
from app.ideas.states import IdeaState

NEWEST = 6
DECIDED = 3

S = IdeaState
IN_WORK = frozenset({S.FORMAL_CHECK, S.NEEDS_INFO, S.ASSESSMENT, S.SCHEDULED, S.IN_SESSION, S.DEFERRED})
CARRIED_OUT = frozenset({S.IN_PROGRESS, S.DONE})
AGREED = CARRIED_OUT | {S.FLAGSHIP, S.ADOPTED, S.STOPPED}
TOLD_AS_DECIDED = (S.FLAGSHIP, S.ADOPTED, S.IN_PROGRESS, S.DONE, S.NOT_ADOPTED)


@dataclass(frozen=True, slots=True)
class Balance:
    """How many public ideas there are and how far they came."""

    public: int
    in_work: int
    agreed: int
    carried_out: int


def newest_ideas(now: datetime) -> list[IdeaCard]:
    """The ideas that became public last."""
    return listed_ideas(IdeaFilter(), now).page.items[:NEWEST]


def decided_ideas(now: datetime) -> list[IdeaCard]:
    """Ideas that the convention has decided on; at most half a minute old."""
    wanted = IdeaFilter(states=TOLD_AS_DECIDED)
    return remembered("home: decided", now, lambda: listed_ideas(wanted, now).page.items[:DECIDED])


def balance(now: datetime) -> Balance:
    """How far the public ideas came; at most half a minute old."""
    return remembered("home: balance", now, lambda: _count(now))


def _count(now: datetime) -> Balance:
    by_state = select(Idea.state, func.count()).where(publicly_listed(now)).group_by(Idea.state)
    counts = {IdeaState(state): number for state, number in db.session.execute(by_state)}

    def together(states: frozenset[IdeaState]) -> int:
        return sum(counts.get(state, 0) for state in states)

    return Balance(sum(counts.values()), together(IN_WORK), together(AGREED), together(CARRIED_OUT))
