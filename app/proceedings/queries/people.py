"""Who is to be written to: holders of seats with an account, the office, supporters and co-authors of an idea."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, and_, or_, select

from app.db import db
from app.feedback.models import Support, Voice
from app.feedback.states import SupportState
from app.ideas.models import Idea
from app.mail import Recipient
from app.members.models import Membership, Person, Role, Seat
from app.members.queries import people_with_role


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with an account on a seat, on some day."""

    seat_id: int
    membership_id: int
    person: Person
    voting: bool

    @property
    def recipient(self) -> Recipient:
        """How letters reach them."""
        return recipient(self.person)


def recipient(person: Person) -> Recipient:
    """An account as a letter's recipient."""
    return Recipient(person.email, person.name, person.language, person.id)


def holders_on(day: date) -> list[Holder]:
    """Everybody with an open account who holds a seat on that day."""
    return [_holder(row) for row in db.session.execute(_holding(day).order_by(Seat.number))]


def holder_of(seat_id: int, day: date) -> Holder | None:
    """Who holds a seat on that day, if they have an open account."""
    row = db.session.execute(_holding(day).where(Seat.id == seat_id)).first()
    return _holder(row) if row else None


def seats_of(person_id: int, day: date) -> Sequence[Holder]:
    """The seats that a person holds on that day."""
    return [_holder(row) for row in db.session.execute(_holding(day).where(Person.id == person_id))]


def readers_of_minutes(day: date) -> list[Recipient]:
    """Who gets the minutes: one letter a person, however many seats."""
    people = {holder.person.id: holder.recipient for holder in holders_on(day)}
    return list(people.values())


def office() -> list[Recipient]:
    """Everybody in the office."""
    return [recipient(person) for person in people_with_role(Role.OFFICE)]


def supporters_of(idea_id: int) -> Sequence[Voice]:
    """The voices whose support counts for an idea."""
    return db.session.scalars(
        select(Voice)
        .join(Support, Support.voice_id == Voice.id)
        .where(Support.idea_id == idea_id, Support.state == SupportState.COUNTED)
        .order_by(Voice.id)
    ).all()


def ideas_merged_into(idea_ids: Iterable[int]) -> Sequence[Idea]:
    """The ideas that went up in these, with an address to write to."""
    return db.session.scalars(
        select(Idea).where(Idea.merged_into_id.in_(list(idea_ids)), Idea.contact_email.is_not(None)).order_by(Idea.id)
    ).all()


def _holding(day: date) -> Select[int, int, Person, bool]:
    holds = and_(
        Membership.seat_id == Seat.id,
        Membership.valid_from <= day,
        or_(Membership.valid_to.is_(None), Membership.valid_to > day),
    )
    return (
        select(Seat.id, Membership.id, Person, Seat.voting)
        .join(Membership, holds)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.locked_at.is_(None), Person.ended_at.is_(None))
    )


def _holder(row: Row[int, int, Person, bool]) -> Holder:
    seat_id, membership_id, person, voting = row
    return Holder(seat_id, membership_id, person, voting)
