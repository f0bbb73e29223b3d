"""Letters: written as values, kept in the database, sent by workers. Knows addresses, not members."""

from app.mail.compose import organizer
from app.mail.letters import CalendarPart, Letter, LetterKind, Posted, Recipient
from app.mail.outbox import post, post_many
from app.mail.topics import Rhythm, Topic

__all__ = [
    "CalendarPart",
    "Letter",
    "LetterKind",
    "Posted",
    "Recipient",
    "Rhythm",
    "Topic",
    "organizer",
    "post",
    "post_many",
]
