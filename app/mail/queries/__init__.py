"""Reads of the outbox: what waits, how it went, what somebody was sent."""

from app.mail.queries.waiting import (
    LETTER_MAY_WAIT_SO_LONG,
    SWEEP_MAY_BE_SO_OLD,
    PostHealth,
    due_count,
    letters_are_due,
    mail_control,
    oldest_transactional_age,
    post_health,
)

__all__ = [
    "LETTER_MAY_WAIT_SO_LONG",
    "SWEEP_MAY_BE_SO_OLD",
    "PostHealth",
    "due_count",
    "letters_are_due",
    "mail_control",
    "oldest_transactional_age",
    "post_health",
]
