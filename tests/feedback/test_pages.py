"""The forms without script: sent, confirmed by a button, read by all, taken back by a signed link."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.feedback.models import Contribution, Support
from app.feedback.services import withdraw
from app.feedback.voices import pass_of
from app.ideas.models import Idea
from app.ideas.states import IdeaState, Visibility
from app.web.forms import new_form_key
from tests.factories import make_idea
from tests.feedback.conftest import Send, last_letter, link_in
from tests.feedback.helpers import TEXT, counted_support, public_comment, waiting_comment

COMMENT: dict[str, Any] = {
    "body": TEXT,
    "shown_as": "name",
    "name": "Ada Beispiel",
    "organisation": "",
    "group_code": "science",
    "email": "ada@post.example",
    "consent": "y",
}
SUPPORT = {key: COMMENT[key] for key in ("group_code", "email", "consent")}
GENERAL = {**COMMENT, "topic": "platform", "page": "/ideen"}


@pytest.fixture
def idea(db_session: Session) -> Idea:
    return make_idea(IdeaState.ASSESSMENT)


@pytest.fixture
def secret(db_session: Session) -> Idea:
    return make_idea(IdeaState.ASSESSMENT, confidential=True, title="Streng geheimes Vorhaben")


def number_of(session: Session, table: type[Contribution | Support]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_support_from_the_form_to_the_count(client: FlaskClient, send: Send, db_session: Session, idea: Idea) -> None:
    sent = send(f"/ideen/{idea.reference}/unterstuetzen", **SUPPORT)
    assert sent.status_code == 303
    assert "a•••@post.example" in client.get(sent.location).text
    link = link_in(last_letter(db_session, "support_confirm"), "/beitraege/bestaetigen/")
    assert "Ja, unterstützen" in client.get(link).text
    assert idea.support_count == 0
    assert "Danke, Ihre Adresse ist bestätigt." in client.post(link, follow_redirects=True).text
    assert idea.support_count == 1


def test_a_comment_from_the_form_to_the_queue(client: FlaskClient, send: Send, db_session: Session, idea: Idea) -> None:
    send(f"/ideen/{idea.reference}/kommentieren", **COMMENT)
    link = link_in(last_letter(db_session, "feedback_confirm"), "/beitraege/bestaetigen/")
    assert TEXT in client.get(link).text
    client.post(link)
    assert db_session.scalars(select(Contribution)).one().state == "waiting"
    assert TEXT not in client.get(f"/ideen/{idea.reference}").text


def test_an_answer_to_a_comment(client: FlaskClient, send: Send, db_session: Session, idea: Idea) -> None:
    first = public_comment(idea, datetime.now(UTC))
    address = f"/ideen/{idea.reference}/kommentieren?antwort={first.id}"
    assert TEXT in client.get(address).text
    send(address, **{**COMMENT, "body": "Dem stimme ich gern zu.", "email": "bea@post.example"})
    answer = db_session.scalars(select(Contribution).where(Contribution.depth == 1)).one()
    assert answer.answers_id == first.id


def test_general_feedback(send: Send, db_session: Session) -> None:
    assert send("/rueckmeldung?seite=/karte&thema=platform", **GENERAL).status_code == 303
    thing = db_session.scalars(select(Contribution)).one()
    assert (thing.kind, thing.topic, thing.page) == ("general", "platform", "/ideen")


@pytest.mark.parametrize(
    ("path", "values", "missing"),
    [
        ("/ideen/{}/unterstuetzen", SUPPORT, "email"),
        ("/ideen/{}/unterstuetzen", SUPPORT, "group_code"),
        ("/ideen/{}/unterstuetzen", SUPPORT, "consent"),
        ("/ideen/{}/kommentieren", COMMENT, "body"),
        ("/ideen/{}/kommentieren", COMMENT, "shown_as"),
        ("/ideen/{}/kommentieren", COMMENT, "name"),
        ("/rueckmeldung", GENERAL, "topic"),
        ("/rueckmeldung", GENERAL, "body"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_lost(
    send: Send, db_session: Session, idea: Idea, path: str, values: dict[str, Any], missing: str
) -> None:
    answer = send(path.format(idea.reference), **{**values, missing: ""})
    assert answer.status_code == 422
    assert "data-error-summary" in answer.text
    for name, value in values.items():
        if name not in (missing, "consent") and value:
            assert str(value) in answer.text, name
    assert number_of(db_session, Contribution) == number_of(db_session, Support) == 0


def test_the_same_form_again_answers_alike(client: FlaskClient, db_session: Session, idea: Idea) -> None:
    address = f"/ideen/{idea.reference}/kommentieren"
    key = new_form_key(uuid.uuid4(), datetime.now(UTC) - timedelta(minutes=1))
    first, second = (client.post(address, data={**COMMENT, "form_key": key}) for _ in range(2))
    assert (first.status_code, first.location) == (303, second.location)
    assert number_of(db_session, Contribution) == 1


def test_a_pass_spares_the_letter(client: FlaskClient, send: Send, db_session: Session, idea: Idea) -> None:
    token = pass_of(waiting_comment(idea, datetime.now(UTC)).voice)
    address = f"/ideen/{idea.reference}/unterstuetzen?ausweis={token}"
    assert 'name="email"' not in client.get(address).text
    page = send(address, group_code="science", consent="y")
    assert page.location.startswith("/beitraege/")
    assert idea.support_count == 1


def test_from_my_page_to_another_idea(client: FlaskClient, db_session: Session, idea: Idea) -> None:
    token = pass_of(waiting_comment(idea, datetime.now(UTC)).voice)
    other = make_idea(IdeaState.ASSESSMENT)
    onwards = client.get(f"/beitraege/{token}/weiter?idee={other.reference}&was=unterstuetzen")
    assert onwards.location.startswith(f"/ideen/{other.reference}/unterstuetzen?ausweis=")
    unknown = client.get(f"/beitraege/{token}/weiter?idee=RK-1900-00001", follow_redirects=True)
    assert "keine öffentliche Idee" in unknown.text


def test_writing_anew_and_taking_back(client: FlaskClient, send: Send, db_session: Session, idea: Idea) -> None:
    comment = public_comment(idea, datetime.now(UTC))
    mine = f"/beitraege/{pass_of(comment.voice)}"
    send(f"{mine}/beitrag/{comment.id}/bearbeiten", body="Ein neuer, längerer Text.")
    assert (comment.body, comment.state) == ("Ein neuer, längerer Text.", "waiting")
    ask = f"{mine}/beitrag/{comment.id}/zuruecknehmen"
    assert client.get(ask).status_code == 200
    assert comment.state == "waiting"
    client.post(ask)
    assert comment.state == "withdrawn"


def test_withdrawing_support_by_link(client: FlaskClient, db_session: Session, idea: Idea) -> None:
    support = counted_support(idea, "ada@post.example", datetime.now(UTC))
    link = link_in(last_letter(db_session, "support_counted"), "/beitraege/")
    assert idea.title in client.get(link).text
    client.post(f"/beitraege/{pass_of(support.voice)}/unterstuetzung/{support.id}/zuruecknehmen")
    assert idea.support_count == 0


def test_nobody_touches_what_others_wrote(client: FlaskClient, db_session: Session, idea: Idea) -> None:
    comment = public_comment(idea, datetime.now(UTC))
    stranger = pass_of(waiting_comment(idea, datetime.now(UTC), address="bea@post.example").voice)
    for path in ("bearbeiten", "zuruecknehmen"):
        assert client.get(f"/beitraege/{stranger}/beitrag/{comment.id}/{path}").status_code == 404
        assert client.post(f"/beitraege/{stranger}/beitrag/{comment.id}/{path}").status_code == 404
    assert comment.state == "published"


@pytest.mark.parametrize("path", ["unterstuetzen", "kommentieren"])
def test_a_secret_idea_answers_like_none(client: FlaskClient, secret: Idea, path: str) -> None:
    for reference in (secret.reference, "RK-1900-00001"):
        for answer in (client.get(f"/ideen/{reference}/{path}"), client.post(f"/ideen/{reference}/{path}")):
            assert answer.status_code == 404
            assert secret.title not in answer.text


@pytest.mark.parametrize("state", [IdeaState.WITHDRAWN, IdeaState.MERGED])
def test_a_closed_idea_takes_no_more_voices(client: FlaskClient, db_session: Session, state: IdeaState) -> None:
    target = make_idea(IdeaState.ASSESSMENT)
    merged = {"merged_into_id": target.id} if state == IdeaState.MERGED else {}
    then = datetime(2026, 10, 1, tzinfo=UTC)
    gone = make_idea(state, visibility=Visibility.PUBLIC, published_at=then, **merged)
    answer = client.get(f"/ideen/{gone.reference}/unterstuetzen")
    assert answer.location == f"/ideen/{gone.reference}"
    assert client.post(f"/ideen/{gone.reference}/kommentieren").status_code == 303


def test_when_an_idea_turns_secret_its_voices_do_too(client: FlaskClient, db_session: Session, idea: Idea) -> None:
    comment = public_comment(idea, datetime.now(UTC))
    idea.visibility, idea.confidential, idea.title = Visibility.INTERNAL, True, "Jetzt streng geheim"
    db_session.flush()
    assert client.get(f"/ideen/{idea.reference}").status_code == 404
    mine = client.get(f"/beitraege/{pass_of(comment.voice)}").text
    assert "Jetzt streng geheim" not in mine
    assert str(idea.reference) not in mine


def test_an_old_link_for_a_secret_idea_says_nothing(
    client: FlaskClient, send: Send, db_session: Session, idea: Idea
) -> None:
    send(f"/ideen/{idea.reference}/unterstuetzen", **SUPPORT)
    link = link_in(last_letter(db_session, "support_confirm"), "/beitraege/bestaetigen/")
    idea.visibility, idea.confidential = Visibility.INTERNAL, True
    db_session.flush()
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert idea.title not in answer.text
    assert idea.support_count == 0


@pytest.mark.parametrize("path", ["/beitraege/bestaetigen/x", "/beitraege/gesendet/x", "/beitraege/x"])
def test_forged_links_open_nothing(client: FlaskClient, db_session: Session, path: str) -> None:
    assert client.get(path).status_code in (404, 410)


def test_no_page_of_feedback_sets_a_cookie(client: FlaskClient, db_session: Session, idea: Idea) -> None:
    token = pass_of(waiting_comment(idea, datetime.now(UTC)).voice)
    for path in (
        f"/ideen/{idea.reference}/unterstuetzen",
        f"/ideen/{idea.reference}/kommentieren",
        "/rueckmeldung",
        f"/beitraege/{token}",
    ):
        assert "Set-Cookie" not in client.get(path).headers, path


def test_only_a_public_comment_can_be_answered(client: FlaskClient, db_session: Session, idea: Idea) -> None:
    waiting = waiting_comment(idea, datetime.now(UTC))
    gone = withdraw(public_comment(idea, datetime.now(UTC)).id, datetime.now(UTC))
    for number in (waiting.id, gone.id, 999_999, "x", "9" * 30, "-1"):
        assert client.get(f"/ideen/{idea.reference}/kommentieren?antwort={number}").status_code == 404
