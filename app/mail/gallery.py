"""Every kind of letter rendered with its sample facts, for the gallery and the golden files."""

from __future__ import annotations

from app.mail.compose import Composed, compose
from app.mail.letters import Letter, LetterKind, Recipient
from app.mail.optional import unsubscribe_url

SAMPLE_ADDRESS, SAMPLE_NAME = "jana@post.example", "Jana Musterfrau"


def sample(kind: LetterKind, language: str) -> Composed:
    """The letter in words as a fictitious recipient of that language would get it."""
    recipient = Recipient(SAMPLE_ADDRESS, SAMPLE_NAME, language)
    leave = unsubscribe_url(SAMPLE_ADDRESS, kind.topic) if kind.topic else None
    return compose(Letter(kind, recipient, about="sample", facts=kind.sample), leave)
