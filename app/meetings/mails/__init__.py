"""Letters about meetings, by whom they are for."""

from app.mail import LetterKind
from app.meetings.mails import authors, hosting, kinds

KINDS: tuple[LetterKind, ...] = (*authors.KINDS, *hosting.KINDS, *kinds.KINDS)

__all__ = ["KINDS", "authors", "hosting"]
