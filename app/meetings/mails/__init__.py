"""Letters about meetings, by whom they are for."""

from app.mail import LetterKind
from app.meetings.mails import authors

KINDS: tuple[LetterKind, ...] = (*authors.KINDS,)

__all__ = ["KINDS", "authors"]
