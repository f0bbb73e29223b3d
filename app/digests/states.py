"""Kinds of digests, of follows, and the reasons for which somebody got none. Imports nothing of ours."""

from enum import StrEnum


class DigestKind(StrEnum):
    """Which digest it is; each person has a cursor of their own for each."""

    FOLLOWING = "following"
    REVIEW = "review"


class FollowSource(StrEnum):
    """How a follow came about: asked for, by one's own idea, or by a seat."""

    ASKED = "asked"
    OWN_IDEA = "own_idea"
    SEAT = "seat"


class Skip(StrEnum):
    """Why somebody whose digest was due got none; their cursor moved all the same."""

    NOTHING_NEW = "nothing_new"
    SWITCHED_OFF = "switched_off"
    NOT_CONFIRMED = "not_confirmed"
    HELD_BACK = "held_back"
