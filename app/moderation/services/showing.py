"""Who may read an idea, and from when: decide now, publish later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from app.db import db
from app.ideas.models import Idea, IdeaHistory
from app.ideas.services import lock_idea
from app.ideas.states import IdeaState, Visibility
from app.moderation.services.claims import touched
from app.moderation.services.refusals import CannotBePublic


def show_idea(idea_id: int, visibility: Visibility, publish_at: datetime | None, now: datetime, seen: int) -> Idea:
    """Make an idea public, now or at `publish_at`, or take it inside again.

    Raises CannotBePublic before the formal check and for confidential ideas, StaleRevision.
    """
    idea = lock_idea(idea_id, seen)
    if visibility == Visibility.PUBLIC:
        if idea.confidential or not _passed_check(idea_id):
            raise CannotBePublic(idea.reference)
        already = idea.published_at if idea.published_at and idea.published_at <= now else now
        idea.published_at = publish_at if publish_at and publish_at > now else already
    idea.visibility, idea.publish_at = visibility, publish_at
    return touched(idea, now)


def _passed_check(idea_id: int) -> bool:
    passed = exists().where(IdeaHistory.idea_id == idea_id, IdeaHistory.to_state == IdeaState.ASSESSMENT)
    return bool(db.session.scalar(select(passed)))
