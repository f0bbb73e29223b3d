"""The life of a proposed decision. Imports nothing of ours."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a proposal: the second person's word, or the proposer's own change of mind."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
