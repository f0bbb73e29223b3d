"""Letters about ideas."""

from app.ideas.mails import authorities, intake, steps
from app.mail import LetterKind

KINDS: tuple[LetterKind, ...] = (*intake.KINDS, *steps.KINDS, *authorities.KINDS)
