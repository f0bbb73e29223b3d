"""What is not as it should be: counts that differ from what is there, addresses never confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, union

from app.db import db
from app.feedback.models import Contribution, Support
from app.feedback.states import ContributionState, SupportState
from app.ideas.models import Idea

CONFIRM_WITHIN = timedelta(days=14)
AT_ONCE = 500


def ideas_with_wrong_counts(_now: datetime) -> list[int]:
    """Ideas whose support_count or comment_count is not what their rows say; empty when all is well."""
    supports = select(func.count()).where(Support.idea_id == Idea.id, Support.state == SupportState.COUNTED)
    comments = select(func.count()).where(
        Contribution.idea_id == Idea.id, Contribution.state == ContributionState.PUBLISHED
    )
    query = (
        select(Idea.id)
        .where(or_(Idea.support_count != supports.scalar_subquery(), Idea.comment_count != comments.scalar_subquery()))
        .order_by(Idea.id)
        .limit(AT_ONCE)
    )
    return list(db.session.scalars(query))


def is_unconfirmed(contribution_id: int) -> bool:
    """Whether there still is something to confirm."""
    state = db.session.scalar(select(Contribution.state).where(Contribution.id == contribution_id))
    return state == ContributionState.UNCONFIRMED


def voices_with_unconfirmed(now: datetime) -> list[int]:
    """Voices that left something unconfirmed for longer than the link to confirm it holds."""
    long_ago = now - CONFIRM_WITHIN
    query = union(
        select(Contribution.voice_id).where(
            Contribution.state == ContributionState.UNCONFIRMED, Contribution.created_at < long_ago
        ),
        select(Support.voice_id).where(Support.state == SupportState.UNCONFIRMED, Support.asked_at < long_ago),
    ).limit(AT_ONCE)
    return list(db.session.scalars(query))
