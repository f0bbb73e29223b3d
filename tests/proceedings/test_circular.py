"""Circular votes: asked, reminded, counted at the deadline, ended by an objection; told to everybody who was asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail.models import StoredLetter
from app.members.models import Membership, Person, Role
from app.proceedings.links import ballot_url
from app.proceedings.models import Ballot, CircularVote, Resolution
from app.proceedings.services.circular import (
    NobodyToAsk,
    Question,
    VoteIsOver,
    cast_ballot,
    count_circular,
    remind_of_circular,
    reminders_due,
    start_circular,
    votes_run_out,
    withdraw_circular,
)
from app.proceedings.states import Choice, CircularState
from app.region.models import Body
from tests.factories import make_membership, make_person, make_seat

WEEK = timedelta(days=7)


@pytest.fixture
def people(db_session: Session) -> list[tuple[int, Person]]:
    """Four voting seats with their holders, and one that only advises."""
    seats = [(make_seat().id, make_person()) for _ in range(4)]
    for seat, person in seats:
        db_session.add(
            Membership(
                seat_id=seat,
                person_id=person.id,
                title="",
                name=person.name,
                spokesperson=False,
                valid_from=date(2020, 1, 1),
            )
        )
    make_membership(make_seat(voting=False), make_person())
    db_session.flush()
    return seats


def ask(now: datetime, **facts: object) -> CircularVote:
    values: dict[str, object] = {"title": "Fachbeirat", "wording": "Wir entsenden zwei Mitglieder."}
    return start_circular(Question(deadline_at=now + WEEK, **values | facts), now=now, actor_id=None)  # type: ignore[arg-type]


def told(session: Session, kind: str) -> list[str]:
    return list(session.scalars(select(StoredLetter.recipient).where(StoredLetter.kind == kind)))


def test_all_voting_seats_are_asked_and_the_silent_reminded_once(
    db_session: Session, now: datetime, people: list[tuple[int, Person]]
) -> None:
    vote = ask(now)
    assert sorted(told(db_session, "circular_opened")) == sorted(person.email for _, person in people)
    cast_ballot(vote.id, people[0][0], Choice.FOR, "", now)
    assert reminders_due(now + timedelta(days=3)) == []
    for moment in (now + timedelta(days=5), now + timedelta(days=6)):
        for silent in reminders_due(moment):
            remind_of_circular(silent, moment)
    assert sorted(told(db_session, "circular_reminder")) == sorted(person.email for _, person in people[1:])


def test_the_deadline_counts_and_the_result_is_a_resolution(
    db_session: Session, now: datetime, people: list[tuple[int, Person]]
) -> None:
    office = make_person(Role.OFFICE)
    vote = ask(now)
    for (seat, _), choice in zip(people, (Choice.FOR, Choice.FOR, Choice.AGAINST), strict=False):
        cast_ballot(vote.id, seat, choice, "", now)
    assert votes_run_out(now + WEEK) == []
    late = now + WEEK + timedelta(minutes=1)
    with pytest.raises(VoteIsOver):
        cast_ballot(vote.id, people[3][0], Choice.FOR, "", late)
    assert votes_run_out(late) == [vote.id]
    count_circular(vote.id, late)
    count_circular(vote.id, late)
    resolution = db_session.scalars(select(Resolution).where(Resolution.circular_id == vote.id)).one()
    assert (resolution.votes_for, resolution.votes_against, resolution.absent) == (2, 1, 1)
    assert vote.state == CircularState.ACCEPTED
    assert sorted(told(db_session, "circular_ended")) == sorted([*(p.email for _, p in people), office.email])


def test_too_few_answers_decide_nothing(db_session: Session, now: datetime, people: list[tuple[int, Person]]) -> None:
    vote = ask(now)
    for seat, _ in people[:2]:
        cast_ballot(vote.id, seat, Choice.FOR, "", now)
    count_circular(vote.id, now + WEEK + timedelta(minutes=1))
    assert vote.state == CircularState.REJECTED
    assert db_session.scalars(select(Resolution.id)).all() == []


def test_an_objection_defeats_the_procedure(
    db_session: Session, now: datetime, people: list[tuple[int, Person]]
) -> None:
    vote = ask(now)
    cast_ballot(vote.id, people[0][0], Choice.OBJECT, "Das gehört in eine Sitzung.", now)
    assert vote.state == CircularState.DEFEATED
    with pytest.raises(VoteIsOver):
        cast_ballot(vote.id, people[1][0], Choice.FOR, "", now)
    assert len(told(db_session, "circular_ended")) == 4


def test_a_body_may_let_objections_pass(db_session: Session, now: datetime, people: list[tuple[int, Person]]) -> None:
    db_session.add(
        Body(
            slug="b",
            name_de="B",
            name_en="B",
            project_de="",
            project_en="",
            spokesperson="",
            rules={"circular_objection_defeats": False},
        )
    )
    db_session.flush()
    vote = ask(now)
    cast_ballot(vote.id, people[0][0], Choice.OBJECT, "", now)
    assert vote.state == CircularState.OPEN


def test_whoever_lost_the_seat_votes_no_more(
    client: FlaskClient, db_session: Session, now: datetime, people: list[tuple[int, Person]]
) -> None:
    vote = ask(now)
    seat, person = people[0]
    membership = db_session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    membership.valid_to = now.date()
    db_session.flush()
    with pytest.raises(VoteIsOver):
        cast_ballot(vote.id, seat, Choice.FOR, "", now)
    assert client.get(ballot_url(vote.id, seat, "de").removeprefix("http://konvent.example")).status_code == 404


def test_the_link_votes_by_a_button(client: FlaskClient, db_session: Session, people: list[tuple[int, Person]]) -> None:
    today = datetime.now().astimezone()
    vote = ask(today)
    seat = people[0][0]
    url = ballot_url(vote.id, seat, "de").removeprefix("http://konvent.example")
    assert client.get(url).status_code == 200
    assert db_session.get_one(Ballot, (vote.id, seat)).choice is None
    assert client.post(url, data={"choice": "for", "note": "Gern."}).status_code == 302
    ballot = db_session.get_one(Ballot, (vote.id, seat))
    assert (ballot.choice, ballot.note) == ("for", "Gern.")


def test_a_non_public_question_keeps_its_title_out_of_the_subject(
    db_session: Session, now: datetime, people: list[tuple[int, Person]]
) -> None:
    vote = ask(now, title="Grundstück Geheimstraße", public=False)
    withdraw_circular(vote.id, reason="Erledigt.", now=now)
    subjects = db_session.scalars(select(StoredLetter.subject)).all()
    assert subjects
    assert not [subject for subject in subjects if "Geheimstraße" in subject]


def test_nobody_to_ask(db_session: Session, now: datetime) -> None:
    with pytest.raises(NobodyToAsk):
        ask(now)
