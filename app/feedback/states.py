"""The lives of a contribution and of a support: their states and the steps between them."""

from enum import StrEnum


class Kind(StrEnum):
    """What somebody wrote: a comment stands below an idea, general feedback goes to the office."""

    COMMENT = "comment"
    GENERAL = "general"


class ContributionState(StrEnum):
    """Where a contribution stands."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    PUBLISHED = "published"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


C = ContributionState
TRANSITIONS: dict[ContributionState, frozenset[ContributionState]] = {
    C.UNCONFIRMED: frozenset({C.WAITING, C.WITHDRAWN}),
    # Who writes anew before the moderation has read it stays waiting.
    C.WAITING: frozenset({C.WAITING, C.PUBLISHED, C.ANSWERED, C.DECLINED, C.WITHDRAWN}),
    # An edited comment is read again; one that breaks the rules after all is taken down with reasons;
    # an answer by the office leaves it where it is.
    C.PUBLISHED: frozenset({C.WAITING, C.PUBLISHED, C.DECLINED, C.WITHDRAWN}),
    C.DECLINED: frozenset({C.WAITING, C.WITHDRAWN}),
    C.ANSWERED: frozenset(),
    C.WITHDRAWN: frozenset(),
}
# Kinds end differently: nobody publishes a letter, and a comment is never put away as answered.
NEVER: dict[Kind, frozenset[ContributionState]] = {
    Kind.COMMENT: frozenset({C.ANSWERED}),
    Kind.GENERAL: frozenset({C.PUBLISHED}),
}
EDITABLE = frozenset({C.WAITING, C.PUBLISHED, C.DECLINED})


class SupportState(StrEnum):
    """Where a support stands; only a counted one is counted."""

    UNCONFIRMED = "unconfirmed"
    COUNTED = "counted"
    WITHDRAWN = "withdrawn"


SUPPORT_TRANSITIONS: dict[SupportState, frozenset[SupportState]] = {
    SupportState.UNCONFIRMED: frozenset({SupportState.COUNTED, SupportState.WITHDRAWN}),
    SupportState.COUNTED: frozenset({SupportState.WITHDRAWN}),
    SupportState.WITHDRAWN: frozenset({SupportState.COUNTED}),
}


class ShownAs(StrEnum):
    """What the public reads as the author of a comment."""

    NAME = "name"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"


class Topic(StrEnum):
    """What general feedback is about."""

    PLATFORM = "platform"
    PROCESS = "process"
    CONVENTION = "convention"
    MASTERPLAN = "masterplan"
    ACCESSIBILITY = "accessibility"
    OTHER = "other"
