"""What nobody confirmed is forgotten after two weeks, and wrong counts are set right."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.feedback.models import Contribution, Support, Voice
from app.feedback.services import submit
from app.feedback.sweeps import CHECK_COUNTS, FORGET_UNCONFIRMED
from app.ideas.states import IdeaState
from app.sweeps import run
from tests.factories import make_idea
from tests.feedback.helpers import asked_support, comment_draft, counted_support

LATER = timedelta(days=15)


def number_of(session: Session, table: type[Contribution | Support | Voice]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_nothing_is_forgotten_too_early(db_session: Session, now: datetime) -> None:
    submit(comment_draft(make_idea(IdeaState.ASSESSMENT)), proven=None, now=now)
    assert FORGET_UNCONFIRMED.due(now + timedelta(days=13)) == []


def test_what_was_never_confirmed_leaves_no_trace(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.ASSESSMENT)
    submit(comment_draft(idea), proven=None, now=now)
    asked_support(idea, "bea@post.example", now)
    db_session.commit()
    assert run(FORGET_UNCONFIRMED, now + LATER).done == 2
    assert [number_of(db_session, table) for table in (Contribution, Support, Voice)] == [0, 0, 0]


def test_a_confirmed_voice_stays(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.ASSESSMENT)
    counted_support(idea, "ada@post.example", now)
    submit(comment_draft(idea), proven=None, now=now)
    db_session.commit()
    run(FORGET_UNCONFIRMED, now + LATER)
    assert [number_of(db_session, table) for table in (Contribution, Support, Voice)] == [0, 1, 1]


def test_asking_again_starts_the_two_weeks_anew(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.ASSESSMENT)
    asked_support(idea, "ada@post.example", now)
    asked_support(idea, "ada@post.example", now + timedelta(days=10))
    assert FORGET_UNCONFIRMED.due(now + LATER) == []


def test_wrong_counts_are_set_right(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.ASSESSMENT)
    counted_support(idea, "ada@post.example", now)
    idea.support_count, idea.comment_count = 9, 4
    db_session.commit()
    assert run(CHECK_COUNTS, now).done == 1
    db_session.expire_all()
    assert (idea.support_count, idea.comment_count) == (1, 0)
