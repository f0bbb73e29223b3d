"""Why a verb of triage was refused; routes say it in words."""

from __future__ import annotations


class Refused(ValueError):
    """The house's rules are against it; nothing was changed."""


class ClaimedByColleague(Refused):
    """Somebody else is working on the idea."""


class NotClaimed(Refused):
    """Only who has taken the idea over may do this."""


class GatesOpen(Refused):
    """Some gate has no answer yet, or a no without a note."""


class DecisionPending(Refused):
    """A proposed decision waits for a second person; until then nothing else happens."""


class OwnProposal(Refused):
    """Nobody confirms or returns what they proposed themselves."""


class NothingProposed(Refused):
    """There is no decision waiting."""


class NoSuchTarget(Refused):
    """The idea to merge into does not exist or cannot take another one in."""


class CannotBePublic(Refused):
    """Confidential ideas, and those that have not passed the formal check, stay inside."""
