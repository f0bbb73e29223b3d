"""The life of a proposed decision, and what else waits for moderators. Imports nothing of ours."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a proposal: the second person's word, or the proposer's own change of mind."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


class Matter(StrEnum):
    """What waits for moderators beside new ideas: a second pair of eyes, the office's word, somebody to read it."""

    PROPOSAL = "proposal"
    OBJECTION = "objection"
    CONTRIBUTION = "contribution"
