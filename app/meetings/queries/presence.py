"""How a meeting will be attended: by seat, by sector, by authority, and whether that is a quorum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.meetings.models import CheckIn, Meeting, MeetingReply
from app.meetings.queries.guests import Guest, guests_of
from app.meetings.states import Answer
from app.members.models import Seat
from app.region.models import Authority, Group

PRESENT = frozenset({Answer.COMING, Answer.VIDEO, Answer.DEPUTY})


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """A seat with who speaks for it and what was answered; `guests` is empty for a vacant seat."""

    seat: Seat
    authority: Authority | None
    sector: Group
    guests: list[Guest]
    reply: MeetingReply | None
    check_in: CheckIn | None

    @property
    def present(self) -> bool:
        """Whether the seat will be represented, as far as was answered."""
        if self.reply is None or self.reply.answer not in PRESENT:
            return False
        return self.reply.deputy_answer != Answer.NOT_COMING

    @property
    def speaker(self) -> str:
        """Who is expected, or who would be asked."""
        if self.reply is not None and self.reply.answer == Answer.DEPUTY:
            return self.reply.deputy_name
        asked = [guest for guest in self.guests if not guest.is_named]
        answered = [guest for guest in asked if self.reply is not None and guest.key == self.reply.guest]
        return ", ".join(guest.name for guest in answered or asked)


@dataclass(frozen=True, slots=True)
class Presence:
    """All seats of a meeting. `quorum`: more than half of the voting seats."""

    rows: list[SeatAnswer]

    @property
    def voting_seats(self) -> int:
        """How many seats may vote, vacant ones included."""
        return sum(row.seat.voting for row in self.rows)

    @property
    def voting_present(self) -> int:
        """How many of them will be represented."""
        return sum(row.seat.voting and row.present for row in self.rows)

    @property
    def voting_in_room(self) -> int:
        """How many of them have checked in."""
        return sum(row.seat.voting and row.check_in is not None for row in self.rows)

    @property
    def quorum(self) -> int:
        """How many voting seats must be represented."""
        return self.voting_seats // 2 + 1

    def count(self, answer: str | None) -> int:
        """How many seats answered this; None counts those that have not answered, vacant ones left out."""
        rows = [row for row in self.rows if row.guests]
        return sum((row.reply.answer if row.reply else None) == answer for row in rows)

    def by_sector(self, language: str) -> list[tuple[str, int, int]]:
        """Name, seats that will be represented, all seats."""
        return _shares((row.sector.name(language), row.present) for row in self.rows)

    def by_authority(self, language: str) -> list[tuple[str, int, int]]:
        """Name, seats that will be represented, all seats; seats without authority are left out."""
        return _shares((row.authority.name(language), row.present) for row in self.rows if row.authority)


def presence_at(meeting: Meeting, now: datetime) -> Presence:
    """Who comes, in the order of the roster; four queries."""
    guests: dict[int, list[Guest]] = {}
    for guest in guests_of([meeting.id], now):
        guests.setdefault(guest.seat_id, []).append(guest)
    replies = _by_seat(
        db.session.scalars(
            select(MeetingReply).where(MeetingReply.meeting_id == meeting.id, MeetingReply.revision == meeting.revision)
        ).all()
    )
    entered = {row.seat_id: row for row in db.session.scalars(select(CheckIn).where(CheckIn.meeting_id == meeting.id))}
    seats = db.session.execute(
        select(Seat, Authority, Group)
        .join(Group, Group.code == Seat.sector)
        .outerjoin(Authority, Authority.ags == Seat.authority_ags)
        .order_by(Seat.number)
    )
    return Presence(
        [
            SeatAnswer(
                seat, authority, sector, guests.get(seat.id, []),
                _current(replies.get(seat.id), guests.get(seat.id, [])), entered.get(seat.id),
            )
            for seat, authority, sector in seats
        ]
    )  # fmt: skip


def _current(reply: MeetingReply | None, guests: Sequence[Guest]) -> MeetingReply | None:
    # An answer of somebody who no longer speaks for the seat does not count.
    return reply if reply is not None and any(guest.key == reply.guest for guest in guests) else None


def _by_seat(replies: Sequence[MeetingReply]) -> dict[int, MeetingReply]:
    return {reply.seat_id: reply for reply in replies}


def _shares(rows: Iterable[tuple[str, bool]]) -> list[tuple[str, int, int]]:
    listed = list(rows)
    seats, present = Counter(name for name, _ in listed), Counter(name for name, here in listed if here)
    return [(name, present[name], total) for name, total in seats.items()]
