"""„Einblicke“ counts what everybody may know, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.feedback.queries.balance import voices_by_group
from app.feedback.services import answer, confirm, submit
from app.ideas.services import change_state
from app.ideas.states import IdeaState
from app.members.models import Role
from app.portal.insights import insights
from tests.factories import make_idea, make_person
from tests.feedback.helpers import counted_support, general_draft, public_comment, waiting_comment


def test_an_empty_house_has_a_page(client: FlaskClient, db_session: Session) -> None:
    page = client.get("/einblicke")
    assert page.status_code == 200
    assert "Noch gibt es keine öffentlichen Ideen." in page.text


def test_voices_of_secret_ideas_do_not_count(db_session: Session, now: datetime) -> None:
    secret, public = make_idea(IdeaState.ASSESSMENT, confidential=True), make_idea(IdeaState.ASSESSMENT)
    for idea in (secret, public):
        counted_support(idea, "ada@post.example", now, "science")
        public_comment(idea, now)
    science = next(voices for voices in voices_by_group(now) if voices.group.code == "science")
    society = next(voices for voices in voices_by_group(now) if voices.group.code == "society")
    assert (science.supports, science.comments) == (1, 1)
    assert society.ideas == 1


def test_what_waits_does_not_count_until_it_is_late(db_session: Session, now: datetime) -> None:
    thing = confirm(submit(general_draft(), proven=None, now=now).id, now)
    answer(thing.id, actor_id=make_person(Role.OFFICE).id, text="Danke.", seen_revision=2, now=now)
    waiting_comment(make_idea(IdeaState.ASSESSMENT), now)
    in_time = insights(now).punctuality
    assert (in_time.all, in_time.in_time, in_time.percent) == (1, 1, 100)
    late = insights(now + timedelta(days=30)).punctuality
    assert (late.all, late.in_time, late.percent) == (2, 1, 50)


def test_ideas_taken_up_and_checked_in_time(db_session: Session, client: FlaskClient, now: datetime) -> None:
    quick, slow, waiting, gone = (make_idea(IdeaState.DRAFT, reference=None) for _ in range(4))
    for idea in (quick, slow, waiting, gone):
        number = f"RK-2026-9{idea.id:04d}"
        change_state(
            idea.id, IdeaState.SUBMITTED, now=now, actor_id=None, facts={"reference": number, "submitted_at": now}
        )
    change_state(gone.id, IdeaState.WITHDRAWN, now=now + timedelta(days=29), actor_id=None)
    change_state(quick.id, IdeaState.FORMAL_CHECK, now=now + timedelta(days=1), actor_id=None)
    change_state(quick.id, IdeaState.ASSESSMENT, now=now + timedelta(days=2), actor_id=None)
    change_state(slow.id, IdeaState.FORMAL_CHECK, now=now + timedelta(days=20), actor_id=None)
    numbers = insights(now + timedelta(days=30))
    assert (numbers.taking_up.all, numbers.taking_up.in_time, numbers.taking_up.percent) == (3, 1, 33)
    assert (numbers.formal_check.all, numbers.formal_check.in_time) == (1, 1)
