"""The life cycle has one writer, and it leaves a history row for every step."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ideas.models import IdeaHistory
from app.ideas.queries.visibility import is_publicly_readable
from app.ideas.services import ForbiddenStep, StaleRevision, change_state
from app.ideas.states import IdeaState
from tests.factories import make_idea


def test_a_step_writes_state_revision_and_history(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.SUBMITTED)
    change_state(idea.id, IdeaState.FORMAL_CHECK, now=now, actor_id=None)
    entry = db_session.scalars(select(IdeaHistory)).one()
    assert (idea.state, idea.revision, idea.state_since) == ("formal_check", 2, now)
    assert (entry.from_state, entry.to_state, entry.at) == (
        "submitted",
        "formal_check",
        now,
    )


def test_an_idea_becomes_public_when_assessment_begins(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.FORMAL_CHECK)
    assert not is_publicly_readable(idea, now)
    change_state(idea.id, IdeaState.ASSESSMENT, now=now, actor_id=None)
    assert is_publicly_readable(idea, now)


def test_a_confidential_idea_stays_inside(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.FORMAL_CHECK, confidential=True)
    change_state(idea.id, IdeaState.ASSESSMENT, now=now, actor_id=None)
    assert not is_publicly_readable(idea, now)


def test_a_step_that_does_not_exist_is_refused(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.SUBMITTED)
    with pytest.raises(ForbiddenStep):
        change_state(idea.id, IdeaState.ADOPTED, now=now, actor_id=None)
    assert idea.state == IdeaState.SUBMITTED


def test_a_stale_form_is_refused(db_session: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.SUBMITTED, revision=3)
    with pytest.raises(StaleRevision):
        change_state(idea.id, IdeaState.FORMAL_CHECK, now=now, actor_id=None, seen_revision=2)
