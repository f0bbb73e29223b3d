"""Law 10 for pages with voices: thirty cost as many queries as one."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.feedback.voices import pass_of
from app.ideas.states import IdeaState
from app.members.models import Role
from tests.architecture.test_query_count import MANY, MOST_QUERIES, queries_of
from tests.factories import make_idea, make_person, sign_in
from tests.feedback.helpers import counted_support, public_comment, waiting_comment


def test_the_page_of_an_idea(client: FlaskClient, db_session: Session) -> None:
    idea, now = make_idea(IdeaState.ASSESSMENT), datetime.now(UTC)
    first = public_comment(idea, now)
    counted_support(idea, "ada@post.example", now)
    db_session.commit()
    queries_of(client, f"/ideen/{idea.reference}")
    few = queries_of(client, f"/ideen/{idea.reference}")
    for n in range(MANY):
        public_comment(idea, now, address=f"p{n}@post.example", answers_id=first.id if n % 2 else None)
        counted_support(idea, f"q{n}@post.example", now, "business")
    db_session.commit()
    many = queries_of(client, f"/ideen/{idea.reference}")
    assert len(many) == len(few) <= MOST_QUERIES


def test_the_page_of_a_voice(client: FlaskClient, db_session: Session) -> None:
    now = datetime.now(UTC)
    token = pass_of(waiting_comment(make_idea(IdeaState.ASSESSMENT), now).voice)
    db_session.commit()
    few = queries_of(client, f"/beitraege/{token}")
    for _ in range(MANY):
        waiting_comment(make_idea(IdeaState.ASSESSMENT), now)
        counted_support(make_idea(IdeaState.ASSESSMENT), "ada@post.example", now)
    db_session.commit()
    assert len(queries_of(client, f"/beitraege/{token}")) == len(few)


def test_the_moderation_list(client: FlaskClient, db_session: Session) -> None:
    idea, now = make_idea(IdeaState.ASSESSMENT), datetime.now(UTC)
    sign_in(client, make_person(Role.MODERATOR))
    waiting_comment(idea, now)
    db_session.commit()
    queries_of(client, "/moderation/rueckmeldungen")
    few = queries_of(client, "/moderation/rueckmeldungen")
    for n in range(MANY):
        waiting_comment(idea, now, address=f"p{n}@post.example")
    db_session.commit()
    assert len(queries_of(client, "/moderation/rueckmeldungen")) == len(few)
