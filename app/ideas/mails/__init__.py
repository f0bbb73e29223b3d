"""Letters about ideas."""

from app.ideas.mails import steps
from app.mail import LetterKind

KINDS: tuple[LetterKind, ...] = (*steps.KINDS,)
