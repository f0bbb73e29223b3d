"""What the moderation does with contributions: publish, not publish, answer."""

from __future__ import annotations

from datetime import datetime

from app.db import db
from app.feedback.models import Contribution
from app.feedback.services.lifecycle import ForbiddenStep, change_state, lock_contribution
from app.feedback.states import ContributionState, Kind


def approve(contribution_id: int, *, actor_id: int, seen_revision: int, now: datetime) -> Contribution:
    """Make a comment public. Raises StaleRevision and ForbiddenStep."""
    contribution = lock_contribution(contribution_id, seen_revision)
    if contribution.state == ContributionState.PUBLISHED:
        raise ForbiddenStep(contribution, ContributionState.PUBLISHED)
    change_state(contribution, ContributionState.PUBLISHED, now=now, actor_id=actor_id)
    return contribution


def decline(contribution_id: int, *, actor_id: int, reason: str, seen_revision: int, now: datetime) -> Contribution:
    """Do not make a comment public (any more), or put general feedback aside; the author reads the reason.

    Raises StaleRevision and ForbiddenStep, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("nothing is declined without reasons")
    contribution = lock_contribution(contribution_id, seen_revision)
    change_state(contribution, ContributionState.DECLINED, now=now, actor_id=actor_id, reason=reason)
    return contribution


def answer(contribution_id: int, *, actor_id: int, text: str, seen_revision: int, now: datetime) -> Contribution:
    """Answer in the name of the convention: by mail, and for all to read below a public comment.

    Raises StaleRevision and ForbiddenStep; a comment is published before it is answered.
    """
    contribution = lock_contribution(contribution_id, seen_revision)
    general = contribution.kind == Kind.GENERAL
    to = ContributionState.ANSWERED if general else ContributionState.PUBLISHED
    if not general and contribution.state != ContributionState.PUBLISHED:
        raise ForbiddenStep(contribution, to)
    # Answer and state reach the database in one statement: its constraints know only both together.
    with db.session.no_autoflush:
        contribution.answer, contribution.answered_at, contribution.answered_by_id = text, now, actor_id
        change_state(contribution, to, now=now, actor_id=actor_id, reason=text)
    return contribution
