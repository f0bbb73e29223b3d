"""What is done to the post: by staff, each time with a line in the audit, and by those who choose what they get."""

from app.mail.services.choosing import ask_for_topics, save_choices, send_history_link
from app.mail.services.office import cancel_letter, lift, pause_post, send_letter_now

__all__ = [
    "ask_for_topics",
    "cancel_letter",
    "lift",
    "pause_post",
    "save_choices",
    "send_history_link",
    "send_letter_now",
]
