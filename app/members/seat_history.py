"""Reading what became of the seats: a page of them on a day, and who held one when and why that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import lazyload

from app.db import db
from app.members.models import ChangeSource, Deputy, Membership, Person, Seat, SeatChange
from app.members.standing import Represented, represented_on
from app.web.paging import Page, read_cursor, write_cursor

SEATS_ON_A_PAGE = 30
MOST_ROWS = 100


def seat_page(day: date, after: str | None) -> Page[Represented]:
    """Seats in the order of the roster with who represents them on a day, one page by keyset; three queries."""
    behind = read_cursor(after, 1)
    query = select(Seat.id).order_by(Seat.number).limit(SEATS_ON_A_PAGE + 1)
    if behind and isinstance(behind[0], int):
        query = query.where(Seat.number > behind[0])
    seat_ids = list(db.session.scalars(query))
    rows = represented_on(day, seat_ids[:SEATS_ON_A_PAGE])
    more = len(seat_ids) > SEATS_ON_A_PAGE
    return Page(rows, next=write_cursor(rows[-1].seat.number) if more else None)


def memberships_on(seat_id: int) -> Sequence[tuple[Membership, Person | None]]:
    """Who holds, held and will hold a seat, the latest first, with their accounts."""
    rows = db.session.execute(
        select(Membership, Person)
        .outerjoin(Person, Person.id == Membership.person_id)
        .options(lazyload(Person.granted))
        .where(Membership.seat_id == seat_id)
        .order_by(Membership.valid_from.desc(), Membership.id.desc())
        .limit(MOST_ROWS)
    )
    return [(row[0], row[1]) for row in rows]


def deputies_on(seat_id: int) -> Sequence[tuple[Deputy, Person | None]]:
    """Who deputises, deputised and will deputise for a seat, the latest first, with their accounts."""
    rows = db.session.execute(
        select(Deputy, Person)
        .outerjoin(Person, Person.id == Deputy.person_id)
        .options(lazyload(Person.granted))
        .where(Deputy.seat_id == seat_id)
        .order_by(Deputy.valid_from.desc(), Deputy.id.desc())
        .limit(MOST_ROWS)
    )
    return [(row[0], row[1]) for row in rows]


def changes_of_seat(seat_id: int) -> Sequence[tuple[SeatChange, str | None]]:
    """What was done to a seat and by whom, the latest first."""
    rows = db.session.execute(
        select(SeatChange, Person.name)
        .outerjoin(Person, Person.id == SeatChange.actor_id)
        .where(SeatChange.seat_id == seat_id)
        .order_by(SeatChange.at.desc(), SeatChange.id.desc())
        .limit(MOST_ROWS)
    )
    return [(row[0], row[1]) for row in rows]


def decided_by_office() -> Mapping[int, SeatChange]:
    """The seats whose holder (or vacancy) the office decided on last, and that decision, by the seat's number."""
    latest = (
        select(SeatChange)
        .where(SeatChange.verb.in_(("seated", "ended")))
        .ext(distinct_on(SeatChange.seat_id))
        .order_by(SeatChange.seat_id, SeatChange.at.desc(), SeatChange.id.desc())
    )
    return {row.seat_id: row for row in db.session.scalars(latest) if row.source == ChangeSource.OFFICE}
