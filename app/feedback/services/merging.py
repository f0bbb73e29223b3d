"""Merged ideas: their voices go over to the target, and nobody counts twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from app.db import db
from app.feedback.models import Contribution, Support
from app.feedback.states import ContributionState, SupportState
from app.ideas.services.voices import lock_voices, set_voices


def move_voices(from_idea: int, to_idea: int, now: datetime) -> None:
    """Let the comments and supports of one idea speak for another; both counts are right afterwards.

    Who supported both counts once. Who withdrew from the target and later supported the other idea
    supports the target again: the later word holds. Runs in the transaction of the merge.
    """
    if from_idea == to_idea:
        raise ValueError("an idea is not merged into itself")
    db.session.flush()
    lock_voices(from_idea, to_idea)
    _settle_double_supports(from_idea, to_idea)
    db.session.execute(
        update(Support)
        .where(Support.idea_id == from_idea)
        .values(idea_id=to_idea, moved_from_id=func.coalesce(Support.moved_from_id, from_idea))
    )
    db.session.execute(
        update(Contribution)
        .where(Contribution.idea_id == from_idea)
        .values(idea_id=to_idea, moved_from_id=func.coalesce(Contribution.moved_from_id, from_idea), updated_at=now)
    )
    for idea_id in (from_idea, to_idea):
        recount(idea_id)


def recount(idea_id: int) -> None:
    """Count an idea's voices afresh and write what was found."""
    lock_voices(idea_id)
    supports = select(func.count()).where(Support.idea_id == idea_id, Support.state == SupportState.COUNTED)
    comments = select(func.count()).where(
        Contribution.idea_id == idea_id, Contribution.state == ContributionState.PUBLISHED
    )
    set_voices(
        idea_id,
        supports=db.session.execute(supports).scalar_one(),
        comments=db.session.execute(comments).scalar_one(),
    )


def _settle_double_supports(from_idea: int, to_idea: int) -> None:
    """Where a voice stands at both ideas, keep the target's row and let it say the later word."""
    leaving, staying = aliased(Support), aliased(Support)
    later_yes = and_(
        leaving.state == SupportState.COUNTED,
        or_(
            staying.state == SupportState.UNCONFIRMED,
            and_(staying.state == SupportState.WITHDRAWN, leaving.counted_at > staying.withdrawn_at),
        ),
    )
    pairs = db.session.execute(
        select(leaving.id, staying.id.label("staying"), case((later_yes, leaving.counted_at)).label("counted_at"))
        .join(staying, and_(staying.voice_id == leaving.voice_id, staying.idea_id == to_idea))
        .where(leaving.idea_id == from_idea)
    ).all()
    for pair in pairs:
        if pair.counted_at is not None:
            db.session.execute(
                update(Support)
                .where(Support.id == pair.staying)
                .values(state=SupportState.COUNTED, counted_at=pair.counted_at, withdrawn_at=None)
            )
    db.session.execute(delete(Support).where(Support.id.in_([pair.id for pair in pairs])))
