"""Why a verb about proceedings says no."""

from __future__ import annotations

from app.proceedings.models import ItemRecord


class Refused(ValueError):
    """The verb is not possible as things stand."""


class NotYet(Refused):
    """The meeting has not begun, or is not open."""


class NoQuorum(Refused):
    """Too few voting seats are there to decide."""


class WrongSum(Refused):
    """The votes do not add up to the seats that vote."""

    def __init__(self, counted: int, eligible: int) -> None:
        super().__init__(f"{counted} votes, {eligible} seats")
        self.counted, self.eligible = counted, eligible


class StrangeVote(Refused):
    """A seat votes that may not: absent, recused, or without a vote."""


class NotOnTheTable(Refused):
    """The idea cannot be decided on: it stands on no agenda, or its measure has begun."""


class ReasonMissing(Refused):
    """Deferring and not taking up need a statement of reasons."""


class AlreadyCorrected(Refused):
    """Another resolution has corrected this one."""


class Final(Refused):
    """The minutes are with the members or approved: what they say stays."""


class StaleText(Refused):
    """Somebody else saved the item's text after the form was shown."""

    def __init__(self, record: ItemRecord, seen: int) -> None:
        super().__init__(f"item {record.item_id}: version {record.version}, form shows {seen}")
        self.record, self.seen = record, seen
