"""The blueprint of the post, and what all its templates may call."""

from __future__ import annotations

from flask import Blueprint

from app.mail.registry import is_secret
from app.mail.wording import PAUSED, REASONS, SOURCES, STATES, VERBS, own_reason, own_state

mail = Blueprint("mail", __name__)


@mail.context_processor
def words() -> dict[str, object]:
    """States, reasons and sources in plain words."""
    return {
        "state_words": STATES,
        "reason_words": REASONS,
        "source_words": SOURCES,
        "verb_words": VERBS,
        "pause_words": PAUSED,
        "own_state": own_state,
        "own_reason": own_reason,
        "letter_is_secret": is_secret,
    }
