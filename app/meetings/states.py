"""The life of a meeting and the kinds of its agenda items. Imports nothing of ours."""

from enum import StrEnum


class MeetingState(StrEnum):
    """A move is not a state: it raises the revision and keeps the state."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


M = MeetingState
TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    M.PLANNED: frozenset({M.HELD, M.CANCELLED}),
    M.CANCELLED: frozenset({M.PLANNED}),
    M.HELD: frozenset(),
}


class ItemKind(StrEnum):
    """What an agenda item is for."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"


class Answer(StrEnum):
    """What a seat answers to an invitation."""

    COMING = "coming"
    NOT_COMING = "not_coming"
    VIDEO = "video"
    DEPUTY = "deputy"


class ReplySource(StrEnum):
    """How an answer came in: by the link of a letter, from a calendar, signed in, or told to the office."""

    LINK = "link"
    CALENDAR = "calendar"
    ACCOUNT = "account"
    OFFICE = "office"
