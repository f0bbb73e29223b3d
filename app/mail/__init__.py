"""Letters: written as values, kept in the database, sent by workers. Knows addresses, not members."""

from app.mail.letters import Letter, LetterKind, Posted, Recipient
from app.mail.outbox import post

__all__ = ["Letter", "LetterKind", "Posted", "Recipient", "post"]
