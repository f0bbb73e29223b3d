"""Letters: written as values, kept in the database, sent by workers. Knows addresses, not members."""

from app.mail.letters import Letter, LetterKind, Recipient
from app.mail.outbox import post

__all__ = ["Letter", "LetterKind", "Recipient", "post"]
