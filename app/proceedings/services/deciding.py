"""A decision acts: the resolution, the states of its ideas, the measures and all letters in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from app.clock import local
from app.db import db
from app.ideas.services import change_state, lock_idea
from app.ideas.states import RESOLVED, IdeaState
from app.meetings.models import AgendaItem, Meeting
from app.proceedings.models import AuthorityPosition, Resolution, ResolutionIdea, SeatVote
from app.proceedings.queries.resolutions import last_sequence
from app.proceedings.queries.roll import Place, Roll, roll_of
from app.proceedings.services.refusals import (
    AlreadyCorrected,
    NoQuorum,
    NotOnTheTable,
    ReasonMissing,
    StrangeVote,
    WrongSum,
)
from app.proceedings.services.running import lock_draft
from app.proceedings.states import Choice, Counting, Outcome
from app.region.rules import body_rules

NUMBERS_LOCK = 7_202_655
NEEDS_REASON = frozenset({IdeaState.DEFERRED, IdeaState.NOT_ADOPTED})
REGISTRY = "resolution_followers"


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution that has just been recorded and what it means for one idea; what a measure grows out of."""

    resolution: Resolution
    idea_id: int
    outcome: IdeaState
    now: datetime
    actor_id: int | None


# What higher floors do when an idea was decided on (open or change its measure): filled by the factory.
Follower = Callable[[Decision], None]


@dataclass(frozen=True, slots=True)
class Tally:
    """How was voted: by seat, or only the totals."""

    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0
    by_seat: Mapping[int, Choice] = field(default_factory=dict)

    @classmethod
    def of_seats(cls, by_seat: Mapping[int, Choice]) -> Tally:
        """Count the votes of the seats."""
        hands = list(by_seat.values())
        return cls(hands.count(Choice.FOR), hands.count(Choice.AGAINST), hands.count(Choice.ABSTAIN), by_seat)

    @property
    def total(self) -> int:
        """All votes."""
        return self.votes_for + self.votes_against + self.abstentions

    @property
    def outcome(self) -> Outcome:
        """More for than against carries a motion; abstentions count as neither."""
        return Outcome.ACCEPTED if self.votes_for > self.votes_against else Outcome.REJECTED


@dataclass(frozen=True, slots=True)
class Motion:
    """What is decided: the wording, the reasons, what becomes of ideas, and which resolution it corrects."""

    wording: str
    reason: str = ""
    ideas: Mapping[int, IdeaState] = field(default_factory=dict)
    positions: Mapping[str, Choice] = field(default_factory=dict)
    corrects_id: int | None = None


def record_resolution(item_id: int, motion: Motion, tally: Tally, *, now: datetime, actor_id: int | None) -> Resolution:
    """Record what the meeting decided on an item. Raises the refusals NoQuorum, WrongSum, StrangeVote,
    NotOnTheTable, ReasonMissing and AlreadyCorrected; then nothing has happened.
    """
    item = db.session.get_one(AgendaItem, item_id)
    lock_draft(item.meeting_id)
    roll = roll_of(item.meeting_id, body_rules().quorum_over_percent)
    voters = _check(roll, item, tally)
    meeting = db.session.get_one(Meeting, item.meeting_id)
    resolution = new_resolution(local(meeting.starts_at).year, motion, tally, now, actor_id)
    resolution.item_id, resolution.public = item_id, item.public
    resolution.eligible, resolution.recused = len(voters), sum(p.voting for p in roll.recused(item_id))
    resolution.absent = roll.voting_seats - len(voters) - resolution.recused
    return settle(resolution, motion, {p.seat.id: p.name for p in voters}, tally, actor_id)


def settle(
    resolution: Resolution, motion: Motion, names: Mapping[int, str], tally: Tally, actor_id: int | None
) -> Resolution:
    """Store a resolution with its votes and let it act; the caller has filled in where it comes from."""
    _check_motion(motion)
    db.session.add(resolution)
    db.session.flush()
    key, now = resolution.id, resolution.recorded_at
    for seat, choice in tally.by_seat.items():
        db.session.add(SeatVote(resolution_id=key, seat_id=seat, name=names[seat], choice=choice))
    for ags, position in motion.positions.items():
        db.session.add(AuthorityPosition(resolution_id=key, ags=ags, position=position))
    for idea, outcome in motion.ideas.items():
        db.session.add(ResolutionIdea(resolution_id=key, idea_id=idea, outcome=outcome))
    db.session.flush()
    followers: Sequence[Follower] = current_app.extensions[REGISTRY]
    # Always in the same order, so that two resolutions at once never wait for each other.
    for idea, outcome in sorted(motion.ideas.items()):
        _move_idea(idea, outcome, motion, resolution, actor_id)
        for follow in followers:
            follow(Decision(resolution, idea, outcome, now, actor_id))
    return resolution


def new_resolution(year: int, motion: Motion, tally: Tally, now: datetime, actor_id: int | None) -> Resolution:
    """A resolution with the next number of a year, not yet stored; numbers have no gaps."""
    db.session.execute(select(func.pg_advisory_xact_lock(NUMBERS_LOCK, year)))
    return Resolution(
        year=year,
        sequence=last_sequence(year) + 1,
        wording=motion.wording,
        reason=motion.reason,
        counting=Counting.SEATS if tally.by_seat else Counting.TOTAL,
        outcome=tally.outcome,
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        abstentions=tally.abstentions,
        corrects_id=motion.corrects_id,
        recorded_at=now,
        recorded_by_id=actor_id,
    )


def _check(roll: Roll, item: AgendaItem, tally: Tally) -> list[Place]:
    if not roll.quorate(item.position):
        raise NoQuorum(f"{roll.present(item.position)} of {roll.needed}")
    voters = roll.electorate(item.id, item.position)
    if not set(tally.by_seat) <= {place.seat.id for place in voters}:
        raise StrangeVote("a seat that may not")
    if tally.total != len(voters):
        raise WrongSum(tally.total, len(voters))
    return voters


def _check_motion(motion: Motion) -> None:
    if not motion.reason and NEEDS_REASON & set(motion.ideas.values()):
        raise ReasonMissing("deferred or not adopted without reasons")
    if motion.corrects_id is not None:
        taken = db.session.scalar(select(Resolution.id).where(Resolution.corrects_id == motion.corrects_id))
        if taken is not None:
            raise AlreadyCorrected(f"resolution {motion.corrects_id} by {taken}")


def _move_idea(idea_id: int, outcome: IdeaState, motion: Motion, resolution: Resolution, actor_id: int | None) -> None:
    state, now = IdeaState(lock_idea(idea_id).state), resolution.recorded_at
    again = motion.corrects_id is not None and state in RESOLVED
    if state != IdeaState.IN_SESSION:
        if state != IdeaState.SCHEDULED and not again:
            raise NotOnTheTable(f"idea {idea_id} is {state}")
        change_state(idea_id, IdeaState.IN_SESSION, now=now, actor_id=actor_id, note=resolution.number)
    change_state(idea_id, outcome, now=now, actor_id=actor_id, reason=motion.reason, note=resolution.number)
