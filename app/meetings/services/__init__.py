"""Verbs that change facts about meetings."""

from app.meetings.services.agenda import (
    add_item,
    edit_item,
    freeze_agenda,
    move_item,
    note_consent,
    order_items,
    remove_item,
    use_usual_items,
)
from app.meetings.services.order import StaleAgenda
from app.meetings.services.papers import add_paper, remove_paper, show_paper
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
from app.meetings.services.scheduling import schedule_idea

__all__ = [
    "Appointment",
    "ForbiddenStep",
    "StaleAgenda",
    "StaleRevision",
    "add_item",
    "add_paper",
    "cancel_meeting",
    "edit_item",
    "freeze_agenda",
    "hold_meeting",
    "move_item",
    "move_meeting",
    "note_consent",
    "order_items",
    "plan_meeting",
    "reinstate_meeting",
    "remove_item",
    "remove_paper",
    "schedule_idea",
    "show_paper",
    "use_usual_items",
]
