"""Who takes part in a meeting and may vote on an item, and whether the body can decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.db import db
from app.meetings.models import AgendaItem
from app.members.models import Seat
from app.proceedings.models import Attendance, Recusal
from app.proceedings.states import TAKES_PART, Presence

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Place:
    """One seat at the table; positions are those of agenda items, None where somebody was there all along."""

    seat: Seat
    holder: str
    voting: bool
    presence: Presence
    represented_by: str = ""
    arrived: int | None = None
    left: int | None = None
    recused: frozenset[int] = frozenset()

    @property
    def takes_part(self) -> bool:
        """Whether anybody sits there."""
        return self.presence in TAKES_PART

    @property
    def name(self) -> str:
        """„A“ or „A, vertreten durch B“ is for the words; this is whose hand goes up."""
        return self.represented_by or self.holder

    def is_there(self, position: int | None) -> bool:
        """Whether the seat takes part while the item at `position` is dealt with (None: at all)."""
        if not self.takes_part or position is None:
            return self.takes_part
        return (self.arrived is None or self.arrived <= position) and (self.left is None or position < self.left)

    def may_vote(self, item_id: int, position: int) -> bool:
        """Whether the seat votes on an item: voting, there, and not recused."""
        return self.voting and self.is_there(position) and item_id not in self.recused


@dataclass(frozen=True, slots=True)
class Roll:
    """All seats of a meeting and the share of voting seats that must be exceeded to decide, in percent."""

    places: Sequence[Place]
    over_percent: int

    @property
    def voting_seats(self) -> int:
        """How many filled seats have a vote."""
        return sum(place.voting for place in self.places)

    @property
    def needed(self) -> int:
        """How many voting seats must be there."""
        return self.voting_seats * self.over_percent // PERCENT + 1

    def present(self, position: int | None = None) -> int:
        """How many voting seats are there, at all or while an item is dealt with."""
        return sum(place.voting and place.is_there(position) for place in self.places)

    def quorate(self, position: int | None = None) -> bool:
        """Whether the body can decide (Beschlussfähigkeit)."""
        return self.present(position) >= self.needed

    def electorate(self, item_id: int, position: int) -> list[Place]:
        """The seats that vote on an item."""
        return [place for place in self.places if place.may_vote(item_id, position)]

    def recused(self, item_id: int) -> list[Place]:
        """The seats that take no part in an item because of a conflict of interest."""
        return [place for place in self.places if item_id in place.recused]

    def place_of(self, seat_id: int) -> Place | None:
        """The place of a seat."""
        return next((place for place in self.places if place.seat.id == seat_id), None)


def roll_of(meeting_id: int, over_percent: int) -> Roll:
    """The roll of a meeting that was opened: three queries, however many seats."""
    positions = _positions(meeting_id)
    recusals = _recusals(positions)
    rows = db.session.execute(
        select(Attendance, Seat)
        .join(Seat, Seat.id == Attendance.seat_id)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Seat.number)
    )
    return Roll([_place(row.Attendance, row.Seat, positions, recusals) for row in rows], over_percent)


def _positions(meeting_id: int) -> dict[int, int]:
    rows = db.session.execute(select(AgendaItem.id, AgendaItem.position).where(AgendaItem.meeting_id == meeting_id))
    return {row.id: row.position for row in rows}


def _recusals(positions: Mapping[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for row in db.session.scalars(select(Recusal).where(Recusal.item_id.in_(positions))):
        found.setdefault(row.seat_id, set()).add(row.item_id)
    return found


def _place(row: Attendance, seat: Seat, positions: Mapping[int, int], recusals: Mapping[int, set[int]]) -> Place:
    return Place(
        seat=seat,
        holder=row.holder,
        voting=row.voting,
        presence=Presence(row.presence),
        represented_by=row.represented_by,
        arrived=positions.get(row.arrived_item_id or 0),
        left=positions.get(row.left_item_id or 0),
        recused=frozenset(recusals.get(seat.id, ())),
    )
