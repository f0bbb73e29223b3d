"""Who is invited to meetings: one query over the seats, for one meeting or a thousand.

A guest is named by a key: `membership:12` holds a seat on the meeting's local day, `deputy:3` stands in while the
seat is vacant or its holder cannot be mailed, `named:ada@post.example` was named for this meeting alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Subquery

from app.clock import local
from app.db import db
from app.meetings.models import Meeting, MeetingReply
from app.meetings.states import Answer
from app.members.models import Deputy, Membership, Person, Seat

NAMED = "named:"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited to a meeting for a seat; without `address` no letter goes („ohne Adresse“).

    `answer` is what was answered for this guest to the meeting's present revision, None while silent.
    """

    meeting_id: int
    revision: int
    seat_id: int
    key: str
    name: str
    address: str | None
    language: str | None
    person_id: int | None
    answer: str | None

    @property
    def is_named(self) -> bool:
        """Whether this is a deputy for one meeting."""
        return self.key.startswith(NAMED)


def guests_of(meeting_ids: Sequence[int], now: datetime) -> list[Guest]:
    """Everybody invited to these meetings in the order of the roster, those without address included; one query."""
    guests = guest_table(meeting_ids, now)
    holder_first = guests.c.key.not_like("membership:%")
    order = (guests.c.meeting_id, guests.c.number, holder_first, guests.c.key)
    query = select(*columns(guests)).order_by(*order)
    return [Guest(*row) for row in db.session.execute(query)]


def guest_of(meeting_id: int, seat_id: int, key: str, now: datetime) -> Guest | None:
    """One guest, or None once the seat has changed hands or another deputy was named."""
    mine = (guest for guest in guests_of([meeting_id], now) if guest.seat_id == seat_id and guest.key == key)
    return next(mine, None)


def guests_of_person(person_id: int, meeting_ids: Sequence[int], now: datetime) -> list[Guest]:
    """Where somebody is invited among these meetings."""
    guests = guest_table(meeting_ids, now)
    query = select(*columns(guests)).where(guests.c.person_id == person_id).order_by(guests.c.meeting_id)
    return [Guest(*row) for row in db.session.execute(query)]


def columns(guests: Subquery) -> list[ColumnElement[Any]]:
    """The columns of a Guest, in its order."""
    names = ("meeting_id", "revision", "seat_id", "key", "name", "address", "language", "person_id", "answer")
    return [guests.c[name] for name in names]


def guest_table(meeting_ids: Sequence[int], now: datetime) -> Subquery:
    """All guests of these meetings as a part of a larger query."""
    today = local(now).date()
    return union_all(
        _holders(meeting_ids, today), _standing_deputies(meeting_ids, today), _named(meeting_ids, today)
    ).subquery("guest")


def _meeting_day() -> ColumnElement[date]:
    return cast(func.timezone("Europe/Berlin", Meeting.starts_at), Date)


def _valid(table: type[Membership] | type[Deputy], today: date) -> ColumnElement[bool]:
    # On the meeting's day, and not lost since: letters after a meeting stop on the day on which the seat is lost.
    ends = func.coalesce(table.valid_to, literal(date.max))
    return and_(table.valid_from <= _meeting_day(), ends > _meeting_day(), ends > today)


def _may_be_mailed(person: type[Person]) -> ColumnElement[bool]:
    return and_(person.locked_at.is_(None), person.ended_at.is_(None))


def _holders(meeting_ids: Sequence[int], today: date) -> Select[*tuple[Any, ...]]:
    key = func.concat("membership:", Membership.id)
    return (
        select(
            Meeting.id.label("meeting_id"),
            Meeting.revision,
            Seat.id.label("seat_id"),
            Seat.number,
            key.label("key"),
            func.btrim(func.concat(Membership.title, " ", Membership.name)).label("name"),
            Person.email.label("address"),
            Person.language,
            Person.id.label("person_id"),
            MeetingReply.answer,
        )
        .join(Membership, _valid(Membership, today))
        .join(Seat, Seat.id == Membership.seat_id)
        .outerjoin(Person, and_(Person.id == Membership.person_id, _may_be_mailed(Person)))
        .outerjoin(MeetingReply, _reply_of(key))
        .where(Meeting.id.in_(meeting_ids))
    )


def _standing_deputies(meeting_ids: Sequence[int], today: date) -> Select[*tuple[Any, ...]]:
    key = func.concat("deputy:", Deputy.id)
    holder = aliased(Person)
    reached = exists().where(
        Membership.seat_id == Deputy.seat_id,
        _valid(Membership, today),
        holder.id == Membership.person_id,
        holder.locked_at.is_(None),
        holder.ended_at.is_(None),
    )
    return (
        select(
            Meeting.id, Meeting.revision, Seat.id, Seat.number, key, Deputy.name,
            Person.email, Person.language, Person.id, MeetingReply.answer,
        )
        .join(Deputy, _valid(Deputy, today))
        .join(Seat, Seat.id == Deputy.seat_id)
        .join(Person, and_(Person.id == Deputy.person_id, _may_be_mailed(Person)))
        .outerjoin(MeetingReply, _reply_of(key))
        .where(Meeting.id.in_(meeting_ids), ~reached.correlate(Meeting, Deputy))
    )  # fmt: skip


def _named(meeting_ids: Sequence[int], today: date) -> Select[*tuple[Any, ...]]:
    """Deputies for one meeting, as long as whoever named them still speaks for the seat."""
    holds = exists().where(func.concat("membership:", Membership.id) == MeetingReply.guest, _valid(Membership, today))
    stands = exists().where(func.concat("deputy:", Deputy.id) == MeetingReply.guest, _valid(Deputy, today))
    return (
        select(
            Meeting.id, Meeting.revision, Seat.id, Seat.number,
            func.concat(NAMED, func.lower(MeetingReply.deputy_address)), MeetingReply.deputy_name,
            MeetingReply.deputy_address, cast(null(), String), Person.id,
            func.nullif(MeetingReply.deputy_answer, ""),
        )
        .join(MeetingReply, and_(MeetingReply.meeting_id == Meeting.id, MeetingReply.revision == Meeting.revision))
        .join(Seat, Seat.id == MeetingReply.seat_id)
        .outerjoin(
            Person, and_(func.lower(Person.email) == func.lower(MeetingReply.deputy_address), _may_be_mailed(Person))
        )
        .where(
            Meeting.id.in_(meeting_ids),
            MeetingReply.answer == Answer.DEPUTY,
            or_(holds.correlate(Meeting, MeetingReply), stands.correlate(Meeting, MeetingReply)),
        )
    )  # fmt: skip


def _reply_of(key: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(
        MeetingReply.meeting_id == Meeting.id,
        MeetingReply.revision == Meeting.revision,
        MeetingReply.guest == key,
    )
