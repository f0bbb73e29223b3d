"""Who works on an idea: taking it over, handing it back."""

from __future__ import annotations

from datetime import datetime

from app.ideas.models import Idea
from app.ideas.services import ForbiddenStep, change_state, lock_idea
from app.ideas.states import AWAITING, IdeaState
from app.moderation.services.refusals import ClaimedByColleague, NotClaimed


def claim_idea(idea_id: int, actor_id: int, now: datetime, seen: int, from_colleague: bool = False) -> Idea:
    """Take the idea over; a new one thereby enters the formal check.

    Raises ClaimedByColleague unless taking it from a colleague is meant, StaleRevision, ForbiddenStep.
    """
    idea = lock_idea(idea_id, seen)
    if idea.state not in AWAITING:
        raise ForbiddenStep(idea, IdeaState.FORMAL_CHECK)
    if idea.claimed_by_id not in (None, actor_id) and not from_colleague:
        raise ClaimedByColleague(idea.reference)
    if idea.state == IdeaState.SUBMITTED:
        facts = {"claimed_by_id": actor_id}
        return change_state(idea_id, IdeaState.FORMAL_CHECK, now=now, actor_id=actor_id, facts=facts)
    idea.claimed_by_id = actor_id
    return touched(idea, now)


def release_idea(idea_id: int, actor_id: int, now: datetime, seen: int) -> Idea:
    """Hand the idea back into the queue. Raises NotClaimed, StaleRevision."""
    idea = claimed_idea(idea_id, actor_id, seen)
    idea.claimed_by_id = None
    return touched(idea, now)


def claimed_idea(idea_id: int, actor_id: int, seen: int) -> Idea:
    """The idea, locked, if this person has taken it over. Raises NotClaimed, StaleRevision."""
    idea = lock_idea(idea_id, seen)
    if idea.claimed_by_id != actor_id:
        raise NotClaimed(idea.reference)
    return idea


def touched(idea: Idea, now: datetime) -> Idea:
    """The idea with a new revision, so that a colleague's open form notices the change."""
    idea.revision += 1
    idea.updated_at = now
    return idea
