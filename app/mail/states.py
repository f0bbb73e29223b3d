"""The life of a stored letter."""

from enum import StrEnum


class LetterState(StrEnum):
    """queued → sending → one of the ends."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"


ENDS = frozenset(LetterState) - {LetterState.QUEUED, LetterState.SENDING}
