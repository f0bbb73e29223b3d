"""Everything that the submitter's own page tells: each step, each question and answer, each objection."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.ideas.models import IdeaHistory, Inquiry, Objection


def steps_of(idea_id: int) -> Sequence[IdeaHistory]:
    """The steps of the life cycle in their order."""
    return db.session.scalars(
        select(IdeaHistory).where(IdeaHistory.idea_id == idea_id).order_by(IdeaHistory.revision)
    ).all()


def inquiries_of(idea_id: int) -> Sequence[Inquiry]:
    """The moderation's questions in their order."""
    return db.session.scalars(select(Inquiry).where(Inquiry.idea_id == idea_id).order_by(Inquiry.id)).all()


def objections_of(idea_id: int) -> Sequence[Objection]:
    """The submitter's objections in their order."""
    return db.session.scalars(select(Objection).where(Objection.idea_id == idea_id).order_by(Objection.id)).all()
