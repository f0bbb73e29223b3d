"""Decisions against going on: one moderator proposes, a second one confirms or returns; the office reopens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.feedback.services import move_voices, return_voices
from app.ideas.mails.steps import objection_answered
from app.ideas.models import Idea, Objection
from app.ideas.services import ForbiddenStep, change_state, lock_idea
from app.ideas.services.answers import open_objection
from app.ideas.states import CLOSED, DECIDED_OUTSIDE, IdeaState
from app.mail import post
from app.moderation.models import ProposedDecision
from app.moderation.services.checking import open_proposal
from app.moderation.services.claims import claimed_idea, touched
from app.moderation.services.refusals import DecisionPending, NoSuchTarget, NothingProposed, OwnProposal
from app.moderation.states import Outcome

# What cannot take another idea in: it is not there yet, gone, or has itself gone elsewhere.
NO_TARGETS = frozenset({IdeaState.DRAFT, IdeaState.WITHDRAWN, IdeaState.STOPPED, IdeaState.DONE}) | DECIDED_OUTSIDE


def propose_decision(
    idea_id: int, to: IdeaState, reason: str, note: str, into: str, actor_id: int, now: datetime, seen: int
) -> ProposedDecision:
    """Propose to refer, turn down or merge; `into` is the reference number of the idea to merge into.

    Raises NotClaimed, DecisionPending, NoSuchTarget, ForbiddenStep, StaleRevision.
    """
    idea = claimed_idea(idea_id, actor_id, seen)
    if open_proposal(idea_id):
        raise DecisionPending(idea.reference)
    if idea.state != IdeaState.FORMAL_CHECK or to not in DECIDED_OUTSIDE:
        raise ForbiddenStep(idea, to)
    proposal = ProposedDecision(
        idea_id=idea_id,
        to_state=to,
        reason=reason,
        note=note,
        merge_into_id=_target(idea, into).id if to == IdeaState.MERGED else None,
        proposed_by_id=actor_id,
        proposed_at=now,
    )
    db.session.add(proposal)
    touched(idea, now)
    db.session.flush()
    return proposal


def confirm_decision(idea_id: int, note: str, actor_id: int, now: datetime, seen: int) -> Idea:
    """Let a colleague's proposal take effect. Raises OwnProposal, NothingProposed, StaleRevision."""
    idea = lock_idea(idea_id, seen)
    proposal = _from_colleague(idea, actor_id)
    facts: dict[str, object] = {}
    if proposal.merge_into_id:
        target = lock_idea(proposal.merge_into_id)
        if target.state in NO_TARGETS:
            raise NoSuchTarget(target.reference)
        facts["merged_into_id"] = target.id
    _settle(proposal, Outcome.CONFIRMED, note, actor_id, now)
    step = IdeaState(proposal.to_state)
    decided = change_state(
        idea_id, step, now=now, actor_id=actor_id, reason=proposal.reason, note=proposal.note, facts=facts
    )
    if proposal.merge_into_id:
        move_voices(idea_id, proposal.merge_into_id, now)
    return decided


def return_decision(idea_id: int, note: str, actor_id: int, now: datetime, seen: int) -> Idea:
    """Send a colleague's proposal back, with a note why. Raises OwnProposal, NothingProposed, StaleRevision."""
    idea = lock_idea(idea_id, seen)
    _settle(_from_colleague(idea, actor_id), Outcome.RETURNED, note, actor_id, now)
    return touched(idea, now)


def take_back_decision(idea_id: int, actor_id: int, now: datetime, seen: int) -> Idea:
    """Withdraw one's own proposal. Raises NothingProposed, StaleRevision."""
    idea = lock_idea(idea_id, seen)
    proposal = open_proposal(idea_id)
    if proposal is None or proposal.proposed_by_id != actor_id:
        raise NothingProposed(idea.reference)
    _settle(proposal, Outcome.TAKEN_BACK, "", actor_id, now)
    return touched(idea, now)


def reopen_idea(idea_id: int, reason: str, actor_id: int, now: datetime, seen: int) -> Idea:
    """Uphold an objection, or undo a mistake: the formal check begins anew, claimed by nobody.

    An idea that was merged stands on its own again, and its voices come back to it.

    Raises ForbiddenStep when the idea is not closed, StaleRevision.
    """
    idea = lock_idea(idea_id, seen)
    if IdeaState(idea.state) not in CLOSED:
        raise ForbiddenStep(idea, IdeaState.FORMAL_CHECK)
    left = open_proposal(idea_id)
    if left:
        own = left.proposed_by_id == actor_id
        _settle(left, Outcome.TAKEN_BACK if own else Outcome.RETURNED, "", actor_id, now)
    objection = open_objection(idea_id)
    if objection:
        _answer(objection, upheld=True, actor_id=actor_id, now=now)
    merged = idea.state == IdeaState.MERGED
    facts = {"merged_into_id": None, "claimed_by_id": None}
    reopened = change_state(idea_id, IdeaState.FORMAL_CHECK, now=now, actor_id=actor_id, reason=reason, facts=facts)
    if merged:
        return_voices(idea_id, now)
    return reopened


def dismiss_objection(idea_id: int, reason: str, actor_id: int, now: datetime, seen: int) -> Idea:
    """Answer an objection that does not change the decision; the submitter reads why.

    Raises NothingProposed when there is no objection, StaleRevision.
    """
    idea = lock_idea(idea_id, seen)
    objection = open_objection(idea_id)
    if objection is None:
        raise NothingProposed(idea.reference)
    _answer(objection, upheld=False, actor_id=actor_id, now=now)
    letter = objection_answered(idea, objection, reason)
    if letter:
        post(letter, now)
    return touched(idea, now)


def _answer(objection: Objection, upheld: bool, actor_id: int, now: datetime) -> None:
    objection.upheld, objection.settled_at, objection.settled_by_id = upheld, now, actor_id


def _target(idea: Idea, reference: str) -> Idea:
    target = db.session.scalars(select(Idea).where(Idea.reference == reference)).one_or_none()
    if target is None or target.id == idea.id or target.state in NO_TARGETS:
        raise NoSuchTarget(reference)
    return target


def _from_colleague(idea: Idea, actor_id: int) -> ProposedDecision:
    proposal = open_proposal(idea.id)
    if proposal is None:
        raise NothingProposed(idea.reference)
    if proposal.proposed_by_id == actor_id:
        raise OwnProposal(idea.reference)
    return proposal


def _settle(proposal: ProposedDecision, outcome: Outcome, note: str, actor_id: int, now: datetime) -> None:
    proposal.outcome, proposal.settled_note = outcome, note
    proposal.settled_by_id, proposal.settled_at = actor_id, now
