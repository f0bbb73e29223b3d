"""Circular votes: the one writer of their state. Started, voted on, and ended by the clock or an objection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.clock import local
from app.db import db
from app.files.accept import AcceptedFile
from app.files.store import put
from app.mail import post
from app.proceedings.mails import circular as letters
from app.proceedings.models import Ballot, CircularPaper, CircularVote
from app.proceedings.queries.circular import ballots_of, circulars_ended, silent_ballots
from app.proceedings.queries.people import holder_of, holders_on, office
from app.proceedings.services.deciding import Motion, Tally, new_resolution, settle
from app.proceedings.services.refusals import Refused
from app.proceedings.states import CIRCULAR_TRANSITIONS, Choice, CircularState, Outcome
from app.region.rules import body_rules


class VoteIsOver(Refused):
    """The circular vote has ended."""


class NobodyToAsk(Refused):
    """No voting seat is held by somebody with an account."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to the vote; `deadline_at` is a moment in UTC."""

    title: str
    wording: str
    deadline_at: datetime
    explanation: str = ""
    public: bool = True
    papers: Sequence[AcceptedFile] = field(default_factory=tuple)


def start_circular(question: Question, *, now: datetime, actor_id: int | None) -> CircularVote:
    """Ask all voting seats; each holder gets a letter with a link to vote."""
    vote = CircularVote(
        title=question.title,
        wording=question.wording,
        explanation=question.explanation,
        public=question.public,
        deadline_at=question.deadline_at,
        started_at=now,
        started_by_id=actor_id,
    )
    db.session.add(vote)
    db.session.flush()
    for paper in question.papers:
        _keep(vote, paper)
    holders = [holder for holder in holders_on(local(now).date()) if holder.voting]
    if not holders:
        raise NobodyToAsk("no voting seat with an account")
    for holder in holders:
        db.session.add(
            Ballot(
                circular_id=vote.id,
                seat_id=holder.seat_id,
                membership_id=holder.membership_id,
                name=holder.person.name,
            )
        )
        post(letters.circular_opened(vote, holder.seat_id, holder.recipient), now)
    db.session.flush()
    return vote


def cast_ballot(circular_id: int, seat_id: int, choice: Choice, note: str, now: datetime) -> CircularVote:
    """Vote, or vote otherwise until the end. An objection to the procedure may end it at once.

    Raises VoteIsOver after the end or when the seat has another holder by now.
    """
    vote = _lock(circular_id)
    ballot = db.session.get(Ballot, (circular_id, seat_id), populate_existing=True)
    over = vote.state != CircularState.OPEN or now > vote.deadline_at
    if over or ballot is None or not still_holds(ballot, now):
        raise VoteIsOver(f"circular vote {circular_id} is {vote.state}")
    ballot.choice, ballot.note, ballot.cast_at = choice, note, now
    db.session.flush()
    if choice == Choice.OBJECT and body_rules().circular_objection_defeats:
        _end(vote, CircularState.DEFEATED, note, now)
    return vote


def still_holds(ballot: Ballot, now: datetime) -> bool:
    """Whether the seat is held today by whoever was asked."""
    holder = holder_of(ballot.seat_id, local(now).date())
    return holder is not None and holder.membership_id == ballot.membership_id


def withdraw_circular(circular_id: int, *, reason: str, now: datetime) -> None:
    """Stop a circular vote; everybody who was asked is told why."""
    vote = _lock(circular_id)
    if vote.state != CircularState.OPEN:
        raise VoteIsOver(f"circular vote {circular_id} is {vote.state}")
    _end(vote, CircularState.WITHDRAWN, reason, now)


def votes_run_out(now: datetime) -> Sequence[int]:
    """The circular votes whose deadline is over."""
    return circulars_ended(now)


def count_circular(circular_id: int, now: datetime) -> None:
    """Count at the deadline: the result is a resolution. Silent seats count as absent.

    More than the body's share of the voting seats must have voted, else the motion is lost.
    """
    vote = _lock(circular_id)
    if vote.state != CircularState.OPEN or now <= vote.deadline_at:
        return
    ballots = ballots_of(circular_id)
    by_seat = {ballot.seat_id: Choice(ballot.choice) for ballot in ballots if ballot.choice in _COUNTED}
    if len(by_seat) * 100 <= len(ballots) * body_rules().quorum_over_percent:
        _end(vote, CircularState.REJECTED, "", now)
        return
    tally = Tally.of_seats(by_seat)
    motion = Motion(vote.wording)
    resolution = new_resolution(local(now).year, motion, tally, now, vote.started_by_id)
    resolution.circular_id, resolution.public = vote.id, vote.public
    resolution.eligible, resolution.absent = len(by_seat), len(ballots) - len(by_seat)
    settle(resolution, motion, {ballot.seat_id: ballot.name for ballot in ballots}, tally, vote.started_by_id)
    accepted = tally.outcome == Outcome.ACCEPTED
    _end(vote, CircularState.ACCEPTED if accepted else CircularState.REJECTED, "", now, tally)


def reminders_due(now: datetime) -> Sequence[tuple[int, int]]:
    """The silent seats that are to be reminded at `now`: each (vote, seat)."""
    return silent_ballots(letters.REMINDER.name, body_rules().circular_reminder_days, now)


def remind_of_circular(silent: tuple[int, int], now: datetime) -> None:
    """Remind one seat, unless it has voted meanwhile."""
    vote = db.session.get(CircularVote, silent[0])
    ballot = db.session.get(Ballot, silent)
    holder = holder_of(silent[1], local(now).date())
    if vote and ballot and holder and ballot.choice is None and holder.membership_id == ballot.membership_id:
        post(letters.circular_reminder(vote, ballot.seat_id, holder.recipient), now)


_COUNTED = frozenset({Choice.FOR, Choice.AGAINST, Choice.ABSTAIN})


def _end(vote: CircularVote, to: CircularState, why: str, now: datetime, tally: Tally | None = None) -> None:
    if to not in CIRCULAR_TRANSITIONS[CircularState(vote.state)]:
        raise VoteIsOver(f"circular vote {vote.id} is {vote.state}")
    vote.state, vote.ended_at, vote.ended_why = to, now, why
    db.session.flush()
    seats = {ballot.seat_id for ballot in ballots_of(vote.id)}
    told = {h.person.id: h.recipient for h in holders_on(local(now).date()) if h.seat_id in seats}
    told |= {to.person_id or 0: to for to in office()}
    for recipient in told.values():
        post(letters.circular_ended(vote, tally_facts(tally), recipient), now)


def tally_facts(tally: Tally | None) -> tuple[int, int, int] | None:
    """For, against, abstentions; None where nothing was counted."""
    return (tally.votes_for, tally.votes_against, tally.abstentions) if tally else None


def _keep(vote: CircularVote, paper: AcceptedFile) -> None:
    db.session.add(
        CircularPaper(
            circular_id=vote.id,
            storage_name=put(paper.data),
            file_name=paper.name,
            media_type=paper.kind.media_type,
            size=len(paper.data),
        )
    )


def _lock(circular_id: int) -> CircularVote:
    return db.session.execute(
        select(CircularVote)
        .where(CircularVote.id == circular_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def known_files(names: Collection[str]) -> Iterable[str]:
    """Which of these stored files belong to a circular vote."""
    return db.session.scalars(select(CircularPaper.storage_name).where(CircularPaper.storage_name.in_(names)))
