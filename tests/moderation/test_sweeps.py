"""What moderators are written to by the clock, and when the submitter acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.feedback.services import confirm, submit
from app.ideas.models import Idea, Inquiry
from app.ideas.services import change_state
from app.ideas.services.answers import answer_inquiry, raise_objection, withdraw_idea
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Membership, Person, Role, Seat
from app.moderation.services import deciding
from app.moderation.sweeps import NEW_IDEAS, OVERDUE_IDEAS, WAITING
from app.sweeps import Sweep
from tests.factories import THEN, make_idea, make_person
from tests.feedback.helpers import general_draft, waiting_comment

S = IdeaState


def settle(sweep: Sweep, now: datetime) -> int:
    """Run a sweep inside the test's transaction; returns how many letters it found due."""
    items = list(sweep.due(now))
    for item in items:
        sweep.handle(item, now)
    return len(items)


def letters(kind: str) -> list[StoredLetter]:
    query = select(StoredLetter).where(StoredLetter.kind == kind).order_by(StoredLetter.created_at)
    return list(db.session.scalars(query))


def test_new_ideas_come_in_one_letter_per_person_and_time_slot(db_session: Session, now: datetime) -> None:
    make_person(Role.MODERATOR)
    make_person(Role.MEMBER)
    assert settle(NEW_IDEAS, now) == 0
    first, second = make_idea(S.SUBMITTED), make_idea(S.SUBMITTED)
    assert settle(NEW_IDEAS, now) == 1
    (letter,) = letters("new_ideas")
    assert {first.reference, second.reference} <= set(letter.body_text.replace("(", " ").replace(")", " ").split())
    third = make_idea(S.SUBMITTED)
    assert settle(NEW_IDEAS, now + timedelta(minutes=29)) == 0
    assert settle(NEW_IDEAS, now + timedelta(minutes=30)) == 1
    assert str(third.reference) in letters("new_ideas")[1].body_text
    assert str(first.reference) not in letters("new_ideas")[1].body_text
    assert settle(NEW_IDEAS, now + timedelta(days=1)) == 0


def test_a_second_sweep_at_the_same_moment_says_nothing(db_session: Session, now: datetime) -> None:
    person = make_person(Role.MODERATOR)
    make_idea(S.SUBMITTED)
    NEW_IDEAS.handle(person.id, now)
    NEW_IDEAS.handle(person.id, now + timedelta(seconds=1))
    assert len(letters("new_ideas")) == 1


def test_locked_moderators_and_taken_ideas_are_left_out(db_session: Session, now: datetime) -> None:
    make_person(Role.MODERATOR, locked_at=THEN)
    make_idea(S.SUBMITTED)
    assert settle(NEW_IDEAS, now) == 0
    make_person(Role.MODERATOR)
    taken = make_idea(S.SUBMITTED)
    change_state(taken.id, S.FORMAL_CHECK, now=now, actor_id=None)
    settle(NEW_IDEAS, now)
    assert str(taken.reference) not in letters("new_ideas")[0].body_text


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 11, 11, 5, 59, tzinfo=UTC), 0),  # 06:59 in Berlin
        (datetime(2026, 11, 11, 6, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 14, 9, 0, tzinfo=UTC), 0),  # a Saturday
        (datetime(2026, 11, 18, 9, 0, tzinfo=UTC), 0),  # Buß- und Bettag
    ],
)
def test_overdue_is_told_on_working_mornings(db_session: Session, moment: datetime, due: int) -> None:
    person = make_person(Role.MODERATOR)
    make_idea(S.FORMAL_CHECK, claimed_by_id=person.id, due_at=THEN)
    assert settle(OVERDUE_IDEAS, moment) == due


def test_overdue_is_told_once_a_day_with_what_nobody_has_taken(db_session: Session, now: datetime) -> None:
    person, colleague = make_person(Role.MODERATOR), make_person(Role.MODERATOR)
    mine = make_idea(S.FORMAL_CHECK, claimed_by_id=person.id, due_at=THEN)
    free = make_idea(S.SUBMITTED, due_at=THEN)
    make_idea(S.FORMAL_CHECK, claimed_by_id=person.id, due_at=now + timedelta(days=1))
    assert settle(OVERDUE_IDEAS, now) == 2
    assert settle(OVERDUE_IDEAS, now + timedelta(hours=3)) == 0
    assert settle(OVERDUE_IDEAS, now + timedelta(days=1)) == 2
    of_person = {letter.person_id: letter.body_text for letter in letters("overdue_ideas")}
    assert str(mine.reference) in of_person[person.id]
    assert str(mine.reference) not in of_person[colleague.id]
    assert str(free.reference) in of_person[colleague.id]


def test_the_moderator_in_charge_reads_the_answer(db_session: Session, now: datetime) -> None:
    person = make_person(Role.MODERATOR)
    idea = make_idea(S.NEEDS_INFO, claimed_by_id=person.id)
    db_session.add(Inquiry(idea_id=idea.id, question="Wer?", asked_at=THEN, due_at=now))
    answer_inquiry(idea.id, "Der Verein.", now)
    (letter,) = letters("idea_answered")
    assert (letter.person_id, "Der Verein." in letter.body_text) == (person.id, True)
    assert letters("idea_taken_up") == []


def test_the_moderator_in_charge_learns_of_a_withdrawal(db_session: Session, now: datetime) -> None:
    person, _colleague = make_person(Role.MODERATOR), make_person(Role.MODERATOR)
    withdraw_idea(make_idea(S.FORMAL_CHECK, claimed_by_id=person.id).id, "Anders gelöst.", now)
    (letter,) = letters("idea_withdrawn")
    assert (letter.person_id, "Anders gelöst." in letter.body_text) == (person.id, True)


def test_all_moderators_learn_of_a_withdrawal_that_nobody_was_in_charge_of(db_session: Session, now: datetime) -> None:
    people = {make_person(Role.MODERATOR).id, make_person(Role.MODERATOR).id}
    make_person(Role.MODERATOR, locked_at=THEN)
    office = make_person(Role.OFFICE)
    withdraw_idea(make_idea(S.SUBMITTED).id, "", now)
    assert {letter.person_id for letter in letters("idea_withdrawn")} == people
    withdraw_idea(make_idea(S.SCHEDULED).id, "", now)
    assert office.id in {letter.person_id for letter in letters("idea_withdrawn")}


def propose(idea: Idea, person: Person, now: datetime) -> None:
    deciding.propose_decision(idea.id, S.REFERRED, "Die Gemeinde.", "", "", person.id, now, idea.revision)


def test_a_proposal_is_told_to_the_others_in_one_letter(db_session: Session, now: datetime) -> None:
    person, colleague = make_person(Role.MODERATOR), make_person(Role.MODERATOR)
    office = make_person(Role.OFFICE)
    first, second = (make_idea(S.FORMAL_CHECK, claimed_by_id=person.id) for _ in range(2))
    for idea in (first, second):
        propose(idea, person, now)
    assert settle(WAITING, now) == 2
    told = {letter.person_id: letter.body_text for letter in letters("matters_waiting")}
    assert set(told) == {colleague.id, office.id}
    assert {str(first.reference), str(second.reference)} <= set(
        told[colleague.id].replace("(", " ").replace(")", " ").split()
    )
    assert settle(WAITING, now + timedelta(days=1)) == 0


def test_settled_proposals_are_nobodys_business(db_session: Session, now: datetime) -> None:
    person, colleague = make_person(Role.MODERATOR), make_person(Role.MODERATOR)
    idea = make_idea(S.FORMAL_CHECK, claimed_by_id=person.id)
    propose(idea, person, now)
    deciding.return_decision(idea.id, "", colleague.id, now, idea.revision)
    assert settle(WAITING, now) == 0


def test_an_objection_is_told_to_the_office(db_session: Session, now: datetime) -> None:
    make_person(Role.MODERATOR)
    office = make_person(Role.OFFICE)
    idea = make_idea(S.NOT_ADOPTED)
    raise_objection(idea.id, "Doch.", now)
    assert settle(WAITING, now) == 1
    (letter,) = letters("matters_waiting")
    assert (letter.person_id, str(idea.reference) in letter.body_text) == (office.id, True)


def test_contributions_come_in_one_letter_per_time_slot(db_session: Session, now: datetime) -> None:
    person = make_person(Role.MODERATOR)
    make_person(Role.MEMBER)
    idea = make_idea(S.ASSESSMENT, title="Schichtbus")
    waiting_comment(idea, now)
    assert settle(WAITING, now) == 1
    (letter,) = letters("matters_waiting")
    assert (letter.person_id, "Schichtbus" in letter.body_text) == (person.id, True)
    confirm(submit(general_draft(), proven=None, now=now).id, now)
    assert settle(WAITING, now + timedelta(minutes=29)) == 0
    assert settle(WAITING, now + timedelta(minutes=30)) == 1
    WAITING.handle(person.id, now + timedelta(minutes=31))
    assert len(letters("matters_waiting")) == 2
    assert "Allgemeine Rückmeldung" in letters("matters_waiting")[1].body_text


def test_late_contributions_are_told_daily(db_session: Session, now: datetime) -> None:
    person, _office = make_person(Role.MODERATOR), make_person(Role.OFFICE)
    comment = waiting_comment(make_idea(S.DONE, title="Schichtbus"), now)
    assert settle(OVERDUE_IDEAS, now + timedelta(days=1)) == 0
    assert comment.due_at
    assert settle(OVERDUE_IDEAS, now + timedelta(days=14)) == 1
    (letter,) = letters("overdue_ideas")
    assert (letter.person_id, "Schichtbus" in letter.body_text) == (person.id, True)


def test_those_who_sit_for_the_authorities_learn_of_an_assessment(db_session: Session, now: datetime) -> None:
    here, elsewhere, former = make_person(Role.MEMBER), make_person(Role.MEMBER), make_person(Role.MEMBER)
    for number, (person, ags, until) in enumerate(
        [(here, "14524", None), (elsewhere, "14511", None), (former, "14524", now.date())], start=1
    ):
        seat = Seat(
            number=number,
            seat_type="authority",
            sector="politics",
            authority_ags=ags,
            organisation="",
            role_de="Landrat",
            role_en="Head",
            voting=True,
        )
        db_session.add(seat)
        db_session.flush()
        db_session.add(
            Membership(
                seat_id=seat.id,
                person_id=person.id,
                title="",
                name=person.name,
                spokesperson=False,
                valid_from=THEN.date(),
                valid_to=until,
            )
        )
    open_idea, secret = make_idea(S.FORMAL_CHECK), make_idea(S.FORMAL_CHECK, title="Geheim", confidential=True)
    for idea in (open_idea, secret):
        change_state(idea.id, S.ASSESSMENT, now=now, actor_id=None)
    first, second = letters("idea_concerns_authority")
    assert {first.person_id, second.person_id} == {here.id}
    assert open_idea.title in first.subject
    assert "Geheim" not in second.subject + second.body_text
    assert str(secret.reference) in second.subject
