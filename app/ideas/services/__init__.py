"""Verbs that change facts about ideas."""

from app.ideas.services.lifecycle import (
    ForbiddenStep,
    StaleRevision,
    change_state,
    lock_idea,
)

__all__ = ["ForbiddenStep", "StaleRevision", "change_state", "lock_idea"]
