"""Verbs that change facts about meetings."""

from app.meetings.services.agenda import add_item, move_item, remove_item
from app.meetings.services.planning import (
    Appointment,
    ForbiddenStep,
    StaleRevision,
    cancel_meeting,
    hold_meeting,
    move_meeting,
    plan_meeting,
    reinstate_meeting,
)

__all__ = [
    "Appointment",
    "ForbiddenStep",
    "StaleRevision",
    "add_item",
    "cancel_meeting",
    "hold_meeting",
    "move_item",
    "move_meeting",
    "plan_meeting",
    "reinstate_meeting",
    "remove_item",
]
