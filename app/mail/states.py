"""The life of a stored letter."""

from enum import StrEnum


class LetterState(StrEnum):
    """queued → sending → one of the ends; a letter that could not go for now is queued again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"


class Reason(StrEnum):
    """Why a letter ended without being sent, or waits; what people read about it stands in wording.py."""

    REFUSED = "refused"
    GAVE_UP = "gave_up"
    DEFERRED = "deferred"
    INTERRUPTED = "interrupted"
    POISONED = "poisoned"
    UNSENDABLE = "unsendable"
    TOO_OLD = "too_old"
    NOT_TRUE = "not_true"
    BLOCKED_ADDRESS = "blocked_address"
    UNWANTED = "unwanted"
    UNCONFIRMED = "unconfirmed"
    BY_STAFF = "by_staff"
    ERASED = "erased"


ENDS = frozenset(LetterState) - {LetterState.QUEUED, LetterState.SENDING}
