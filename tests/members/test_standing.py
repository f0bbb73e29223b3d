"""Who stands for a seat on a day, and that access as a member ends with the seat, at midnight in Berlin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import start_of_day
from app.members.models import Membership, Role
from app.members.policies import is_member
from app.members.readers import READERS
from app.members.services.accounts import change_roles
from app.members.sessions import open_session, person_by_session
from app.members.standing import is_seated, represented_on, seats_represented_by, who_represents
from tests.factories import THEN, make_deputy, make_membership, make_person, make_seat

DAY = date(2026, 12, 1)


def member_at(token: str, moment: datetime) -> bool:
    """Whether the owner of a session counts as a member at a moment."""
    person = person_by_session(token, moment)
    assert person is not None
    return is_member(person)


@pytest.mark.parametrize("day", [DAY, date(2026, 10, 25), date(2027, 3, 28)])
def test_a_member_is_one_until_midnight_in_berlin(db_session: Session, day: date) -> None:
    person = make_person()
    change_roles(person, {Role.MEMBER}, THEN, None)
    membership = make_membership(make_seat(), person, valid_to=day)
    midnight = start_of_day(day)
    token = open_session(person, "a test", midnight - timedelta(hours=1))
    assert member_at(token, midnight - timedelta(seconds=1))
    assert not member_at(token, midnight)
    assert membership.valid_to == day, "the past stays as it was"


def test_a_member_is_one_from_midnight_in_berlin(db_session: Session) -> None:
    seat = make_seat()
    person = make_person()
    change_roles(person, {Role.MEMBER}, THEN, None)
    make_deputy(seat, person, valid_from=DAY)
    midnight = start_of_day(DAY)
    assert midnight == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    token = open_session(person, "a test", midnight - timedelta(minutes=1))
    assert not member_at(token, midnight - timedelta(seconds=1))
    assert member_at(token, midnight)


def test_a_seat_without_the_grant_opens_nothing(db_session: Session, now: datetime) -> None:
    person = make_person()
    make_membership(make_seat(), person)
    assert not member_at(open_session(person, "a test", now), now)


def test_other_roles_do_not_ask_for_a_seat(db_session: Session, now: datetime) -> None:
    person = make_person(Role.OFFICE)
    person_now = person_by_session(open_session(person, "a test", now), now)
    assert person_now is not None
    assert person_now.roles == {Role.OFFICE}


def test_holder_and_deputies_represent_a_seat(db_session: Session) -> None:
    seat, vacant = make_seat(), make_seat()
    holder, deputy = make_person(Role.MODERATOR), make_person()
    make_membership(seat, holder, name="Demo Vorsitz", title="Dr.")
    make_deputy(seat, deputy, name="Demo Vertretung", valid_to=DAY)
    make_deputy(seat, name="Demo Papier", valid_from=DAY)
    before = who_represents(seat.id, DAY - timedelta(days=1))
    on_the_day = who_represents(seat.id, DAY)
    assert before is not None
    assert on_the_day is not None
    assert [(s.name, s.person) for s in before.speakers] == [("Dr. Demo Vorsitz", holder), ("Demo Vertretung", deputy)]
    assert [s.name for s in on_the_day.speakers] == ["Dr. Demo Vorsitz", "Demo Papier"]
    empty = who_represents(vacant.id, DAY)
    assert empty is not None
    assert (empty.vacant, empty.speakers) == (True, [])
    assert who_represents(0, DAY) is None


def test_the_seats_of_a_person(db_session: Session) -> None:
    person, mine, other = make_person(), make_seat(), make_seat()
    make_membership(mine, person)
    make_deputy(other, person, valid_to=DAY)
    make_membership(make_seat())
    assert [r.seat.id for r in seats_represented_by(person.id, DAY - timedelta(days=1))] == [mine.id, other.id]
    assert [r.seat.id for r in seats_represented_by(person.id, DAY)] == [mine.id]
    assert is_seated(person.id, DAY)
    assert not is_seated(make_person().id, DAY)
    assert len(represented_on(DAY)) == 3


def test_the_post_takes_for_a_member_who_is_seated_today(db_session: Session) -> None:
    person = make_person(Role.MEMBER, Role.MODERATOR)
    reader = READERS.at(person.email)
    assert reader is not None
    assert reader.roles == {Role.MEMBER, Role.MODERATOR}
    membership = db_session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    membership.valid_to = membership.valid_from
    db_session.flush()
    assert READERS.of(person.id).roles == {Role.MODERATOR}
