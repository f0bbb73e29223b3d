"""Who sits where: seating, ending, tying accounts, naming deputies. Nothing is deleted, and each change says why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select

from app.clock import local
from app.db import db
from app.mail import post
from app.members import mails
from app.members.models import ChangeSource, Deputy, Membership, Person, Role, Seat, SeatChange
from app.members.queries import account_by_address
from app.members.services.accounts import change_roles, invite, note
from app.members.standing import valid_on

MOST_DEPUTIES = 5


class SeatTaken(ValueError):
    """Somebody else's membership already begins on or after that day."""


class StaleSeat(ValueError):
    """Somebody else gave the seat to somebody else after the form was shown."""


class OutOfOrder(ValueError):
    """The day lies before the membership's first day, or what shall end has ended already."""


class TooManyDeputies(ValueError):
    """The seat has as many standing deputies as one can have."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who changes a seat, when and why."""

    now: datetime
    actor_id: int | None
    source: ChangeSource
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for a seat; with an address an account is tied, or opened by an invitation."""

    name: str
    title: str = ""
    email: str = ""
    language: str = field(default="de")

    @property
    def full_name(self) -> str:
        """Title and name as they are written."""
        return f"{self.title} {self.name}".strip()


def seat_candidate(
    seat: Seat, candidate: Candidate, first_day: date, decision: Decision, *, seen: int | None
) -> Membership:
    """Give a seat to somebody from a day on; whoever holds it then holds it up to that day.

    `seen` is the latest membership that the form showed. Raises SeatTaken, StaleSeat.
    """
    _lock(seat)
    if latest_membership(seat.id) != seen:
        raise StaleSeat
    for held in _not_over(seat, first_day):
        if held.valid_from >= first_day:
            raise SeatTaken(held.full_name)
        _end(held, first_day, decision)
    person = _account_of(candidate, decision)
    membership = Membership(
        seat_id=seat.id,
        person_id=person.id if person else None,
        title=candidate.title,
        name=candidate.name,
        spokesperson=False,
        valid_from=first_day,
        valid_to=None,
    )
    db.session.add(membership)
    db.session.flush()
    record(seat.id, "seated", first_day, decision, name=membership.full_name)
    _tell(person, seat, membership, decision)
    return membership


def latest_membership(seat_id: int) -> int | None:
    """The number of the membership that began last on a seat, in the future too; None if there never was one."""
    mine = select(Membership.id).where(Membership.seat_id == seat_id)
    return db.session.scalar(mine.order_by(Membership.valid_from.desc(), Membership.id.desc()).limit(1))


def end_membership(membership: Membership, day: date, decision: Decision, *, with_deputies: bool) -> None:
    """The seat is free from `day` on; access and mail as a member stop at that day's midnight in Berlin.

    Raises OutOfOrder when the day lies before the first one, or the membership has ended already.
    """
    seat = db.session.get_one(Seat, membership.seat_id)
    _lock(seat)
    db.session.refresh(membership)
    if day < membership.valid_from or _is_over(membership, decision.now):
        raise OutOfOrder
    _end(membership, day, decision)
    if with_deputies:
        for deputy in _deputies_after(seat, day):
            _end_deputy(deputy, max(day, deputy.valid_from), decision)


def tie_to_seat(person: Person, membership_id: int, now: datetime, actor_id: int | None) -> None:
    """This account belongs to who holds the seat, and may do what members may."""
    membership = db.session.get_one(Membership, membership_id, with_for_update=True)
    membership.person_id = person.id
    note(person, "seat_tied", now, actor_id, membership=membership.id, name=membership.full_name)
    decision = Decision(now, actor_id, ChangeSource.OFFICE)
    record(membership.seat_id, "tied", local(now).date(), decision, name=membership.full_name)
    _let_be_member(person, now, actor_id)


def tie_address(membership: Membership, email: str, language: str, decision: Decision) -> Person:
    """Tie the account with this address to the holder, or invite them to one."""
    person = _account_of(Candidate(membership.name, membership.title, email, language), decision)
    assert person is not None  # noqa: S101  an address was given
    membership.person_id = person.id
    note(person, "seat_tied", decision.now, decision.actor_id, membership=membership.id, name=membership.full_name)
    record(membership.seat_id, "tied", local(decision.now).date(), decision, name=membership.full_name)
    return person


def name_deputy(
    seat: Seat, candidate: Candidate, first_day: date, last_day_after: date | None, decision: Decision
) -> Deputy:
    """Somebody stands in for the seat's holder from a day on, up to, not including, `last_day_after` if it is known.

    Raises OutOfOrder, TooManyDeputies.
    """
    _lock(seat)
    if last_day_after is not None and last_day_after <= first_day:
        raise OutOfOrder
    if len(_deputies_after(seat, local(decision.now).date())) >= MOST_DEPUTIES:
        raise TooManyDeputies
    person = _account_of(candidate, decision)
    deputy = Deputy(
        seat_id=seat.id,
        person_id=person.id if person else None,
        name=candidate.full_name,
        valid_from=first_day,
        valid_to=last_day_after,
    )
    db.session.add(deputy)
    db.session.flush()
    record(seat.id, "deputy_named", first_day, decision, name=deputy.name)
    _tell(person, seat, deputy, decision)
    return deputy


def end_deputy(deputy: Deputy, day: date, decision: Decision) -> None:
    """The deputy stands in no longer from `day` on. Raises OutOfOrder when that is over already."""
    _lock(db.session.get_one(Seat, deputy.seat_id))
    db.session.refresh(deputy)
    if _is_over(deputy, decision.now):
        raise OutOfOrder
    _end_deputy(deputy, max(day, deputy.valid_from), decision)


def record(seat_id: int, verb: str, on_day: date, decision: Decision, **details: object) -> None:
    """Write down what was done to a seat, for the office to read."""
    db.session.add(
        SeatChange(
            seat_id=seat_id,
            actor_id=decision.actor_id,
            source=decision.source,
            verb=verb,
            on_day=on_day,
            reason=decision.reason,
            details=details,
            at=decision.now,
        )
    )
    db.session.flush()


def _end(membership: Membership, day: date, decision: Decision) -> None:
    membership.valid_to = day
    db.session.flush()
    record(membership.seat_id, "ended", day, decision, name=membership.full_name)


def _end_deputy(deputy: Deputy, day: date, decision: Decision) -> None:
    deputy.valid_to = day
    db.session.flush()
    record(deputy.seat_id, "deputy_ended", day, decision, name=deputy.name)


def _is_over(row: Membership | Deputy, now: datetime) -> bool:
    return row.valid_to is not None and row.valid_to <= local(now).date()


def _account_of(candidate: Candidate, decision: Decision) -> Person | None:
    if not candidate.email:
        return None
    known = account_by_address(candidate.email)
    if known is None:
        facts = (candidate.email, candidate.name, {Role.MEMBER}, decision.now)
        return invite(*facts, language=candidate.language, actor_id=decision.actor_id)
    _let_be_member(known, decision.now, decision.actor_id)
    return known


def _tell(person: Person | None, seat: Seat, given: Membership | Deputy, decision: Decision) -> None:
    # Who has not joined yet gets the invitation, which says it all.
    if person and person.joined_at and person.is_active:
        post(mails.seat_given(person, seat, given), decision.now)


def _let_be_member(person: Person, now: datetime, actor_id: int | None) -> None:
    change_roles(person, {Role(g.role) for g in person.granted} | {Role.MEMBER}, now, actor_id)


def _lock(seat: Seat) -> None:
    # Two people at the office who change one seat do it one after the other.
    db.session.execute(select(Seat.id).where(Seat.id == seat.id).with_for_update())


def _not_over(seat: Seat, day: date) -> list[Membership]:
    not_over = or_(Membership.valid_to.is_(None), Membership.valid_to > day)
    mine = select(Membership).where(Membership.seat_id == seat.id, not_over)
    return list(db.session.scalars(mine.order_by(Membership.valid_from.desc())))


def _deputies_after(seat: Seat, day: date) -> list[Deputy]:
    later = or_(valid_on(Deputy, day), Deputy.valid_from > day)
    return list(db.session.scalars(select(Deputy).where(Deputy.seat_id == seat.id, later).order_by(Deputy.id)))
