"""Moderators read comments and general feedback, publish, decline with reasons, answer; never blindly."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feedback.models import Contribution
from app.feedback.services import approve, confirm, submit
from app.ideas.models import Idea
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Role
from tests.factories import make_idea, make_person, sign_in
from tests.feedback.helpers import comment_draft, general_draft, public_comment, waiting_comment

LIST = "/moderation/rueckmeldungen"


@pytest.fixture
def idea(db_session: Session) -> Idea:
    return make_idea(IdeaState.ASSESSMENT)


@pytest.fixture
def moderator(client: FlaskClient) -> FlaskClient:
    sign_in(client, make_person(Role.MODERATOR))
    return client


def general(now: datetime) -> Contribution:
    return confirm(submit(general_draft(), proven=None, now=now).id, now)


def test_the_most_urgent_stands_first(moderator: FlaskClient, idea: Idea, now: datetime) -> None:
    waiting_comment(idea, now, body="Der spätere Kommentar hier.")
    waiting_comment(idea, now - timedelta(days=9), body="Der frühere Kommentar hier.", address="bea@post.example")
    page = moderator.get(LIST).text
    assert page.index("Der frühere") < page.index("Der spätere")


def test_what_is_not_confirmed_is_nobodys_business(moderator: FlaskClient, idea: Idea, now: datetime) -> None:
    comment = submit(comment_draft(idea), proven=None, now=now)
    assert comment.body not in moderator.get(LIST).text
    assert moderator.get(f"{LIST}/{comment.id}").status_code == 404


def test_publishing(moderator: FlaskClient, idea: Idea, now: datetime) -> None:
    comment = waiting_comment(idea, now)
    assert comment.body in moderator.get(f"{LIST}/{comment.id}").text
    moderator.post(f"{LIST}/{comment.id}/veroeffentlichen", data={"revision": comment.revision})
    assert (comment.state, idea.comment_count) == ("published", 1)
    assert comment.body in moderator.get(f"/ideen/{idea.reference}").text


def test_declining_without_words_is_refused(moderator: FlaskClient, idea: Idea, now: datetime) -> None:
    comment = waiting_comment(idea, now)
    answer = moderator.post(f"{LIST}/{comment.id}/ablehnen", data={"revision": comment.revision, "words": ""})
    assert (answer.status_code, comment.state) == (422, "waiting")


def test_declining_with_reasons(moderator: FlaskClient, db_session: Session, idea: Idea, now: datetime) -> None:
    comment = waiting_comment(idea, now)
    moderator.post(f"{LIST}/{comment.id}/ablehnen", data={"revision": "2", "words": "Nennt eine Privatperson."})
    assert comment.state == "declined"
    letter = db_session.scalars(select(StoredLetter).where(StoredLetter.kind == "feedback_not_published")).one()
    assert "Nennt eine Privatperson." in letter.body_text


def test_answering_general_feedback(moderator: FlaskClient, db_session: Session, now: datetime) -> None:
    thing = general(now)
    moderator.post(f"{LIST}/{thing.id}/antworten", data={"revision": "2", "words": "Danke, das ist behoben."})
    assert thing.state == "answered"
    letter = db_session.scalars(select(StoredLetter).where(StoredLetter.kind == "feedback_answered")).one()
    assert "Danke, das ist behoben." in letter.body_text


def test_a_public_comment_is_answered_for_all(moderator: FlaskClient, idea: Idea, now: datetime) -> None:
    comment = public_comment(idea, now)
    data = {"revision": comment.revision, "words": "Sie sind herzlich eingeladen."}
    moderator.post(f"{LIST}/{comment.id}/antworten", data=data)
    assert "Sie sind herzlich eingeladen." in moderator.get(f"/ideen/{idea.reference}").text


@pytest.mark.parametrize("revision", ["1", "", "x", "9" * 40])
def test_a_stale_form_changes_nothing_and_keeps_the_words(
    moderator: FlaskClient, db_session: Session, idea: Idea, now: datetime, revision: str
) -> None:
    comment = waiting_comment(idea, now)
    db_session.commit()
    answer = moderator.post(f"{LIST}/{comment.id}/ablehnen", data={"revision": revision, "words": "Mein langer Text"})
    assert (answer.status_code, comment.state) == (409, "waiting")
    assert "Mein langer Text" in answer.text


def test_a_conflict_shows_both_versions(moderator: FlaskClient, db_session: Session, idea: Idea, now: datetime) -> None:
    comment = waiting_comment(idea, now)
    seen = comment.revision
    colleague = make_person(Role.MODERATOR, name="Kim Kollegin")
    approve(comment.id, actor_id=colleague.id, seen_revision=seen, now=now)
    db_session.commit()
    answer = moderator.post(f"{LIST}/{comment.id}/ablehnen", data={"revision": seen, "words": "Nennt jemanden."})
    assert answer.status_code == 409
    mine, theirs = answer.text.split("Was jetzt gilt")
    assert "Nennt jemanden." in mine.partition("Ihre Fassung")[2]
    assert "Kim Kollegin" in theirs
    assert "Veröffentlicht" in theirs
    assert f'name="revision" value="{comment.revision}"' in theirs
