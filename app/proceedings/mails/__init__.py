"""Letters of this room: decisions, minutes, circular votes, tasks."""

from app.mail import LetterKind
from app.proceedings.mails import circular, decisions, minutes, tasks

KINDS: tuple[LetterKind, ...] = (*decisions.KINDS, *minutes.KINDS, *circular.KINDS, *tasks.KINDS)
