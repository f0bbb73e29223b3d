"""The words that attendance, votes, minutes and circular votes know. Imports nothing of ours."""

from enum import StrEnum


class Presence(StrEnum):
    """How a seat takes part in a meeting."""

    PRESENT = "present"
    VIDEO = "video"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"


TAKES_PART = frozenset({Presence.PRESENT, Presence.VIDEO, Presence.REPRESENTED})


class Choice(StrEnum):
    """A vote. An objection is only possible in a circular vote: it is one to the procedure."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    OBJECT = "object"


VOTES = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)


class Counting(StrEnum):
    """How the votes of a resolution were recorded."""

    SEATS = "seats"
    TOTAL = "total"


class Outcome(StrEnum):
    """What became of a motion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class MinutesState(StrEnum):
    """The life of minutes; whether the public part is published is a fact beside it."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    APPROVED = "approved"


class CircularState(StrEnum):
    """The life of a circular vote."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEFEATED = "defeated"
    WITHDRAWN = "withdrawn"


MINUTES_TRANSITIONS: dict[MinutesState, frozenset[MinutesState]] = {
    MinutesState.DRAFT: frozenset({MinutesState.CIRCULATED}),
    MinutesState.CIRCULATED: frozenset({MinutesState.DRAFT, MinutesState.APPROVED}),
    MinutesState.APPROVED: frozenset(),
}
_ENDS = frozenset(CircularState) - {CircularState.OPEN}
CIRCULAR_TRANSITIONS: dict[CircularState, frozenset[CircularState]] = {
    state: _ENDS if state == CircularState.OPEN else frozenset() for state in CircularState
}
