"""What moderators are written to by the clock, and when the submitter acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.ideas.models import Inquiry
from app.ideas.services import change_state
from app.ideas.services.answers import answer_inquiry, withdraw_idea
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Role
from app.moderation.sweeps import NEW_IDEAS, OVERDUE_IDEAS
from app.sweeps import Sweep
from tests.factories import THEN, make_idea, make_person

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
    person = make_person(Role.MODERATOR)
    withdraw_idea(make_idea(S.FORMAL_CHECK, claimed_by_id=person.id).id, "Anders gelöst.", now)
    withdraw_idea(make_idea(S.FORMAL_CHECK).id, "Unbearbeitet.", now)
    (letter,) = letters("idea_withdrawn")
    assert "Anders gelöst." in letter.body_text
