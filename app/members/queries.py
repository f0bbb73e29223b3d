"""Reading accounts and seats."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased, lazyload

from app.db import db
from app.members.models import AccountEvent, AddressChange, Membership, Person, PersonRole, Role, Seat, Session
from app.members.standing import valid_on
from app.region.models import Authority
from app.web.paging import Page, read_cursor, write_cursor

ACCOUNTS_ON_A_PAGE = 30
MOST_EVENTS = 100
# What LIKE would read as a pattern.
LITERAL = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def account_by_address(address: str) -> Person | None:
    """The account with this address, locked or not; one that has ended is not found.

    Its roles are left for later: a second question for known addresses only would tell them apart.
    """
    mine = select(Person).where(func.lower(Person.email) == address.strip().lower(), Person.ended_at.is_(None))
    return db.session.scalars(mine.options(lazyload(Person.granted))).one_or_none()


def people_with_role(role: Role) -> Sequence[Person]:
    """Everybody to whom a role was given and who may sign in, by name.

    Who is a member on a day follows from the seats: ask `standing.represented_on`.
    """
    return db.session.scalars(
        _active().join(PersonRole).where(PersonRole.role == role).order_by(func.lower(Person.name), Person.id)
    ).all()


def _active() -> Select[Person]:
    return select(Person).where(Person.locked_at.is_(None), Person.ended_at.is_(None))


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat as the public sees it on a day; without holder it is vacant."""

    seat: Seat
    holder: Membership | None
    authority: Authority | None


def seats_on(day: date) -> list[SeatRow]:
    """Every seat with who holds it on that day, in the order of the roster."""
    holds = and_(Membership.seat_id == Seat.id, valid_on(Membership, day))
    rows = db.session.execute(
        select(Seat, Membership, Authority)
        .outerjoin(Membership, holds)
        .outerjoin(Authority, Authority.ags == Seat.authority_ags)
        .order_by(Seat.number)
    )
    return [SeatRow(*row) for row in rows]


def free_memberships(day: date) -> list[tuple[str, str]]:
    """Memberships of that day that no account belongs to: number, and who holds which seat."""
    free = [row for row in seats_on(day) if row.holder and row.holder.person_id is None]
    return [
        (str(row.holder.id), f"{row.holder.full_name}, {row.seat.organisation or row.seat.role_de}")
        for row in free
        if row.holder
    ]


def holders_for_authorities(ags: Collection[str], day: date) -> Sequence[Person]:
    """Active accounts of those who hold a seat of one of these authorities on that day, by name."""
    sits = exists().where(
        Membership.person_id == Person.id,
        Membership.valid_from <= day,
        or_(Membership.valid_to.is_(None), Membership.valid_to > day),
        Membership.seat_id == Seat.id,
        Seat.authority_ags.in_(ags),
    )
    return db.session.scalars(_active().where(sits).order_by(func.lower(Person.name), Person.id)).all()


def memberships_of(person_id: int) -> Sequence[tuple[Membership, Seat]]:
    """The seats an account's owner holds or held, the latest first."""
    rows = db.session.execute(
        select(Membership, Seat)
        .join(Seat, Seat.id == Membership.seat_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.valid_from.desc())
    )
    return [(row.Membership, row.Seat) for row in rows]


def sessions_of(person_id: int, now: datetime) -> Sequence[Session]:
    """The sessions in which a person is signed in, the latest used first."""
    return db.session.scalars(
        select(Session)
        .where(
            Session.person_id == person_id,
            Session.seen_at > now - current_app.config["SESSION_IDLE_LIMIT"],
            Session.created_at > now - current_app.config["SESSION_ABSOLUTE_LIMIT"],
        )
        .order_by(Session.seen_at.desc(), Session.id)
    ).all()


def open_address_change(person_id: int, now: datetime) -> AddressChange | None:
    """The change of address that still waits for a mailbox to say yes."""
    return db.session.scalars(
        select(AddressChange).where(AddressChange.person_id == person_id, AddressChange.expires_at > now)
    ).one_or_none()


def events_of(person_id: int) -> Sequence[tuple[AccountEvent, str | None]]:
    """What was done to an account and by whom, the latest first."""
    actor = aliased(Person)
    rows = db.session.execute(
        select(AccountEvent, actor.name)
        .outerjoin(actor, actor.id == AccountEvent.actor_id)
        .where(AccountEvent.person_id == person_id)
        .order_by(AccountEvent.at.desc(), AccountEvent.id.desc())
        .limit(MOST_EVENTS)
    )
    return [(row[0], row[1]) for row in rows]


def account_page(wanted: str, after: str | None, before: str | None) -> Page[Person]:
    """Accounts whose name or address contains `wanted`, by name, one page by keyset."""
    key = tuple_(func.lower(Person.name), Person.id)
    query = select(Person)
    if wanted:
        pattern = f"%{wanted.lower().translate(LITERAL)}%"
        query = query.where(or_(func.lower(Person.name).like(pattern), func.lower(Person.email).like(pattern)))
    behind, ahead = read_cursor(after, 2), read_cursor(before, 2)
    if ahead and not behind:
        query = query.where(key < tuple_(*ahead)).order_by(func.lower(Person.name).desc(), Person.id.desc())
    else:
        query = (query.where(key > tuple_(*behind)) if behind else query).order_by(func.lower(Person.name), Person.id)
    rows = list(db.session.scalars(query.limit(ACCOUNTS_ON_A_PAGE + 1)).all())
    return _page(rows, backwards=bool(ahead and not behind), started=bool(behind))


def _page(rows: list[Person], *, backwards: bool, started: bool) -> Page[Person]:
    more = len(rows) > ACCOUNTS_ON_A_PAGE
    rows = rows[:ACCOUNTS_ON_A_PAGE]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, started)
    return Page(
        rows,
        next=_cursor(rows[-1]) if rows and has_next else None,
        previous=_cursor(rows[0]) if rows and has_previous else None,
    )


def _cursor(person: Person) -> str:
    return write_cursor(person.name.lower(), person.id)
