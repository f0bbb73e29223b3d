"""Verbs that change facts about feedback; services of higher floors call these."""

from app.feedback.services.lifecycle import ForbiddenStep, StaleRevision, lock_contribution
from app.feedback.services.merging import move_voices, recount, return_voices
from app.feedback.services.moderation import answer, approve, decline
from app.feedback.services.support import confirm_support, request_support, withdraw_support
from app.feedback.services.writing import Draft, confirm, edit, submit, withdraw

__all__ = [
    "Draft",
    "ForbiddenStep",
    "StaleRevision",
    "answer",
    "approve",
    "confirm",
    "confirm_support",
    "decline",
    "edit",
    "lock_contribution",
    "move_voices",
    "recount",
    "request_support",
    "return_voices",
    "submit",
    "withdraw",
    "withdraw_support",
]
