"""Who stands for which seat on a day: its holder, and the standing deputies. A day is one in Europe/Berlin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, lazyload

from app.db import db
from app.members.models import Deputy, Membership, Person, Seat
from app.region.models import Authority


def valid_on(table: type[Membership] | type[Deputy], day: date) -> ColumnElement[bool]:
    """Whether a membership or deputyship holds on a day: from its first day up to, not including, its last."""
    return and_(table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to > day))


def seated(person_id: InstrumentedAttribute[int] | int, day: date) -> ColumnElement[bool]:
    """Whether somebody holds a seat or is a standing deputy on a day, as a part of a larger query."""
    holds = exists().where(Membership.person_id == person_id, valid_on(Membership, day))
    deputises = exists().where(Deputy.person_id == person_id, valid_on(Deputy, day))
    return or_(holds, deputises)


def is_seated(person_id: int, day: date) -> bool:
    """Whether somebody holds a seat or is a standing deputy on a day (in Europe/Berlin)."""
    return bool(db.session.scalar(select(seated(person_id, day))))


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who speaks for a seat. `person` is the account, where there is one: without it no letter goes."""

    name: str
    person: Person | None


@dataclass(slots=True)
class Represented:
    """A seat on a day with who speaks for it: the holder first, else its standing deputies in order of naming."""

    seat: Seat
    authority: Authority | None
    holder: Membership | None
    holder_person: Person | None
    deputies: list[tuple[Deputy, Person | None]] = field(default_factory=list)

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the seat, deputies or not."""
        return self.holder is None

    def is_held_by(self, person_id: int) -> bool:
        """Whether this person holds the seat, not only deputises for it."""
        return self.holder is not None and self.holder.person_id == person_id

    @property
    def speakers(self) -> list[Standing]:
        """Everybody who may speak for the seat, the holder first."""
        holder = [Standing(self.holder.full_name, self.holder_person)] if self.holder else []
        return holder + [Standing(deputy.name, person) for deputy, person in self.deputies]


def represented_on(day: date, seat_ids: Sequence[int] | None = None) -> list[Represented]:
    """Who represents each seat (or each of some) on a day, in the order of the roster; two queries in all."""
    holds = and_(Membership.seat_id == Seat.id, valid_on(Membership, day))
    query = (
        select(Seat, Authority, Membership, Person)
        .outerjoin(Membership, holds)
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(Authority, Authority.ags == Seat.authority_ags)
        .options(lazyload(Person.granted))
        .order_by(Seat.number)
    )
    if seat_ids is not None:
        query = query.where(Seat.id.in_(seat_ids))
    found = {row.Seat.id: Represented(*row) for row in db.session.execute(query)}
    named = (
        select(Deputy, Person)
        .outerjoin(Person, Person.id == Deputy.person_id)
        .options(lazyload(Person.granted))
        .where(valid_on(Deputy, day), Deputy.seat_id.in_(list(found)))
        .order_by(Deputy.valid_from, Deputy.id)
    )
    for deputy, person in db.session.execute(named):
        found[deputy.seat_id].deputies.append((deputy, person))
    return list(found.values())


def who_represents(seat_id: int, day: date) -> Represented | None:
    """Who represents one seat on a day; None when there is no such seat."""
    return next(iter(represented_on(day, [seat_id])), None)


def seats_represented_by(person_id: int, day: date) -> list[Represented]:
    """The seats for which somebody may speak on a day: as holder or as standing deputy."""
    held = select(Membership.seat_id).where(Membership.person_id == person_id, valid_on(Membership, day))
    deputised = select(Deputy.seat_id).where(Deputy.person_id == person_id, valid_on(Deputy, day))
    seat_ids = db.session.scalars(held.union(deputised)).all()
    return represented_on(day, seat_ids) if seat_ids else []
