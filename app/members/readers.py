"""What the post may know about accounts: whose address it is, and which roles choose which topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from app.clock import local, now
from app.db import db
from app.mail.readers import Readers
from app.mail.topics import Reader
from app.members.models import Person, Role
from app.members.queries import account_by_address
from app.members.standing import is_seated


def _at(address: str) -> Reader | None:
    person = account_by_address(address)
    return _reader(person) if person else None


def _of(person_id: int) -> Reader:
    return _reader(db.session.get_one(Person, person_id))


def _reader(person: Person) -> Reader:
    # Nobody is signed in here: the seats are asked, so that mail for members ends with the seat.
    seated = is_seated(person.id, local(now()).date())
    roles = person.grants if seated else person.grants - {Role.MEMBER}
    return Reader(person.email, person.id, roles, person.name, person.language)


def _names(person_ids: Iterable[int]) -> Mapping[int, str]:
    known = select(Person.id, Person.name, Person.email).where(Person.id.in_(person_ids))
    return {number: name or email for number, name, email in db.session.execute(known)}


READERS = Readers(_at, _of, _names)
