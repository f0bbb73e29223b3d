"""The life cycle of an idea: its states and the steps between them. Imports nothing of ours."""

from enum import StrEnum


class IdeaState(StrEnum):
    """Where an idea stands; visibility and embargo are separate facts."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    FORMAL_CHECK = "formal_check"
    NEEDS_INFO = "needs_info"
    REFERRED = "referred"
    INADMISSIBLE = "inadmissible"
    MERGED = "merged"
    ASSESSMENT = "assessment"
    SCHEDULED = "scheduled"
    IN_SESSION = "in_session"
    FLAGSHIP = "flagship"
    ADOPTED = "adopted"
    DEFERRED = "deferred"
    NOT_ADOPTED = "not_adopted"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


S = IdeaState
DECIDED_OUTSIDE = frozenset({S.REFERRED, S.INADMISSIBLE, S.MERGED})
RESOLVED = frozenset({S.FLAGSHIP, S.ADOPTED, S.DEFERRED, S.NOT_ADOPTED})
UNDECIDED = frozenset(
    {
        S.SUBMITTED,
        S.FORMAL_CHECK,
        S.NEEDS_INFO,
        S.ASSESSMENT,
        S.SCHEDULED,
        S.IN_SESSION,
        S.DEFERRED,
    }
)
CLOSED = DECIDED_OUTSIDE | {S.NOT_ADOPTED, S.WITHDRAWN, S.STOPPED}
# What the moderators' queue holds, in the order of the path; a tuple, because an index repeats it.
AWAITING = (S.SUBMITTED, S.FORMAL_CHECK, S.NEEDS_INFO, S.ASSESSMENT)
BEFORE_THE_CHECK = frozenset({S.DRAFT, S.SUBMITTED})

_STEPS: dict[IdeaState, frozenset[IdeaState]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.FORMAL_CHECK}),
    S.FORMAL_CHECK: frozenset({S.NEEDS_INFO, S.ASSESSMENT}) | DECIDED_OUTSIDE,
    S.NEEDS_INFO: frozenset({S.FORMAL_CHECK}),
    S.ASSESSMENT: frozenset({S.SCHEDULED}),
    S.SCHEDULED: frozenset({S.IN_SESSION, S.ASSESSMENT}),
    S.IN_SESSION: RESOLVED,
    S.DEFERRED: frozenset({S.ASSESSMENT, S.SCHEDULED, S.IN_SESSION}),
    # Back into the session: a later resolution corrects the one that decided.
    S.FLAGSHIP: frozenset({S.IN_PROGRESS, S.IN_SESSION}),
    S.ADOPTED: frozenset({S.IN_PROGRESS, S.IN_SESSION}),
    S.NOT_ADOPTED: frozenset({S.IN_SESSION}),
    S.IN_PROGRESS: frozenset({S.DONE, S.STOPPED}),
    S.DONE: frozenset(),
}

TRANSITIONS: dict[IdeaState, frozenset[IdeaState]] = {
    state: _STEPS.get(state, frozenset())
    | (frozenset({S.WITHDRAWN}) if state in UNDECIDED else frozenset())
    | (frozenset({S.FORMAL_CHECK}) if state in CLOSED else frozenset())
    for state in IdeaState
}


class Visibility(StrEnum):
    """Who may read an idea once it exists."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Channel(StrEnum):
    """How an idea reached the convention (Eingangsweg)."""

    WEB = "web"
    PAPER = "paper"
    SESSION = "session"
    IMPORT = "import"
