"""The submitter's own page: follow, answer, add files, withdraw, object, and have a lost link sent again."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.ideas.links import STATUS
from app.ideas.models import Attachment, Idea, Inquiry, Objection
from app.ideas.services import change_state
from app.ideas.states import IdeaState
from app.web.links import sign
from tests.factories import make_idea
from tests.ideas.submitting import form_key, letters, pdf, post_form, submitted

pytestmark = pytest.mark.usefixtures("db_session")


def page_of(idea: Idea) -> str:
    return f"/status/{sign(STATUS, idea.id)}"


def asked(now: datetime) -> Idea:
    idea = make_idea(IdeaState.FORMAL_CHECK)
    due = now + timedelta(days=14)
    db.session.add(Inquiry(idea_id=idea.id, question="Welche Orte meinen Sie?", asked_at=now, due_at=due))
    return change_state(idea.id, IdeaState.NEEDS_INFO, now=now, actor_id=None)


def test_the_page_tells_what_happened_and_what_comes_next(client: FlaskClient) -> None:
    idea = submitted(client)
    page = client.get(page_of(idea)).text
    assert str(idea.reference) in page
    assert "Eingegangen – Ihr Aktenzeichen ist vergeben" in page
    assert "Formale Prüfung durch die Moderation" in page
    assert "bis " in page


def test_an_answer_sends_the_idea_back_to_the_check(client: FlaskClient, now: datetime) -> None:
    idea = asked(now)
    assert "Welche Orte meinen Sie?" in client.get(page_of(idea)).text
    empty = client.post(page_of(idea) + "/antwort", data={"answer": ""})
    assert empty.status_code == 422
    data = {"answer": "Glauchau und Meerane.", "files": (io.BytesIO(pdf()), "karte.pdf")}
    assert post_form(client, page_of(idea) + "/antwort", data).status_code == 303
    db.session.refresh(idea)
    assert idea.state == "formal_check"
    page = client.get(page_of(idea)).text
    assert "Glauchau und Meerane." in page
    assert "karte.pdf" in page
    late = {"answer": "noch einmal"}
    assert client.post(page_of(idea) + "/antwort", data=late).status_code == 409


def test_a_refused_file_keeps_the_answer(client: FlaskClient, now: datetime) -> None:
    idea = asked(now)
    data = {"answer": "Glauchau und Meerane.", "files": (io.BytesIO(b"<svg/>"), "karte.png")}
    answer = post_form(client, page_of(idea) + "/antwort", data)
    assert answer.status_code == 422
    assert "Glauchau und Meerane." in answer.text
    db.session.refresh(idea)
    assert idea.state == "needs_info"


def test_files_can_come_later(client: FlaskClient, db_session: Session) -> None:
    idea = make_idea(IdeaState.FORMAL_CHECK)
    assert post_form(client, page_of(idea) + "/anlagen", {}).status_code == 422
    answer = post_form(client, page_of(idea) + "/anlagen", {"files": (io.BytesIO(pdf()), "plan.pdf")})
    assert answer.status_code == 303
    file = db_session.scalars(select(Attachment)).one()
    assert client.get(f"{page_of(idea)}/anlagen/{file.id}", buffered=True).data == pdf()
    other = make_idea()
    assert client.get(f"{page_of(other)}/anlagen/{file.id}").status_code == 404
    decided = make_idea(IdeaState.ADOPTED)
    late = post_form(client, page_of(decided) + "/anlagen", {"files": (io.BytesIO(pdf()), "plan.pdf")})
    assert late.status_code == 409


def test_withdrawing_asks_once(client: FlaskClient, now: datetime) -> None:
    idea = asked(now)
    question = client.get(page_of(idea) + "/zurueckziehen").text
    assert "wirklich zurückziehen" in question
    assert db.session.get_one(Idea, idea.id).state == "needs_info"
    assert client.post(page_of(idea) + "/zurueckziehen", data={"reason": "Hat sich erledigt."}).status_code == 303
    db.session.refresh(idea)
    assert idea.state == "withdrawn"
    assert client.post(page_of(idea) + "/zurueckziehen").status_code == 303
    assert "Von Ihnen zurückgezogen" in client.get(page_of(idea)).text


def test_an_objection_is_possible_where_a_decision_stands(client: FlaskClient, db_session: Session) -> None:
    idea = make_idea(IdeaState.INADMISSIBLE)
    assert "Einwand erheben" in client.get(page_of(idea)).text
    assert client.post(page_of(idea) + "/einwand", data={"statement": ""}).status_code == 422
    for _ in range(2):
        client.post(page_of(idea) + "/einwand", data={"statement": "Sie nützt drei Landkreisen."})
    objection = db_session.scalars(select(Objection)).one()
    assert objection.against == "inadmissible"
    assert len(letters("idea_objection_received")) == 1
    assert "Sie nützt drei Landkreisen." in client.get(page_of(idea)).text
    assert "einwand" not in client.get(page_of(make_idea(IdeaState.ASSESSMENT))).text


def test_a_lost_link_is_sent_and_nothing_is_given_away(client: FlaskClient) -> None:
    idea = make_idea(contact_email="Jana@post.example")
    make_idea(IdeaState.DRAFT, contact_email="jana@post.example")
    known = client.post("/status", data={"form_key": form_key(), "address": "jana@POST.example"})
    unknown = client.post("/status", data={"form_key": form_key(), "address": "joan@POST.example"})
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("jana@post.example", "") == unknown.text.replace("joan@post.example", "")
    (letter,) = letters("idea_status_links")
    assert letter.recipient == "Jana@post.example"
    assert str(idea.reference) in letter.body_text


def test_the_link_of_a_draft_opens_no_status_page(client: FlaskClient) -> None:
    assert client.get(page_of(make_idea(IdeaState.DRAFT))).status_code == 404


@pytest.mark.parametrize("state", IdeaState)
def test_the_page_stands_in_every_state(client: FlaskClient, state: IdeaState) -> None:
    if state == IdeaState.DRAFT:
        return
    facts = {"merged_into_id": make_idea(IdeaState.ASSESSMENT).id} if state == IdeaState.MERGED else {}
    idea = make_idea(state, due_at=datetime(2026, 12, 1, tzinfo=UTC), **facts)
    assert client.get(page_of(idea)).status_code == 200
