"""From the first step to the confirmed idea: nothing typed is lost, nothing is made twice."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ideas.consent import CURRENT_VERSION
from app.ideas.models import Attachment, Idea, IdeaHistory
from app.ideas.routes.drafting import addressee
from app.ideas.states import IdeaState
from tests.factories import make_idea
from tests.ideas.submitting import (
    PLACE,
    WHAT,
    WHO,
    form_key,
    key_on,
    letters,
    link_in,
    only_idea,
    pdf,
    submit_steps,
    submit_whole,
    submitted,
)

pytestmark = pytest.mark.usefixtures("db_session")


def test_five_steps_and_a_click_make_an_idea(client: FlaskClient) -> None:
    submit_steps(client)
    draft = only_idea()
    assert (draft.state, draft.reference, draft.consent_version) == ("draft", None, CURRENT_VERSION)
    link = link_in(letters("idea_confirm_address")[0])
    assert "Bestätigen und einreichen" in client.get(link).text
    assert only_idea().state == "draft"
    answer = client.post(link)
    assert answer.status_code == 303
    idea = only_idea()
    assert idea.state == "submitted"
    assert idea.reference is not None
    assert idea.reference.startswith("RK-")
    assert idea.reference.endswith("-00001")
    assert {goal.code for goal in idea.goals} == set(PLACE["goals"])
    assert {authority.ags for authority in idea.authorities} == set(PLACE["authorities"])
    assert idea.email_confirmed_at is not None
    assert idea.reference in client.get(answer.location).text
    assert idea.reference in letters("idea_received")[0].subject


def test_the_one_page_does_the_same(client: FlaskClient) -> None:
    answer = submit_whole(client, files=(io.BytesIO(pdf()), "plan.pdf"), gate_lead_known="no")
    assert answer.status_code == 303, answer.text
    client.post(link_in(letters("idea_confirm_address")[0]))
    idea = only_idea()
    assert idea.state == "submitted"
    assert idea.self_check == {"lead_known": "no"}


def test_a_second_click_confirms_nothing_anew(client: FlaskClient, db_session: Session) -> None:
    submit_steps(client)
    link = link_in(letters("idea_confirm_address")[0])
    first, second = client.post(link), client.post(link)
    assert first.location == second.location
    assert client.get(link).location == first.location
    assert len(db_session.scalars(select(IdeaHistory)).all()) == 1
    assert len(letters("idea_received")) == 1


def test_numbers_have_no_gap(client: FlaskClient, db_session: Session) -> None:
    for number in range(1, 4):
        submit_steps(client, contact_email=f"jana{number}@post.example")
        client.post(link_in(letters("idea_confirm_address")[-1]))
    references = db_session.scalars(select(Idea.reference).order_by(Idea.id)).all()
    assert [str(reference)[-5:] for reference in references] == ["00001", "00002", "00003"]


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("/ideen/neu", {"title": "", "body": WHAT["body"]}, "Bitte geben Sie Ihrer Idee einen Titel."),
        ("/ideen/neu", {"title": "x" * 151, "body": WHAT["body"]}, "um 1 Zeichen"),
        ("/ideen/neu", {"title": "Ein Titel", "body": "kurz"}, "ausführlicher"),
        ("/ideen/neu", {"title": "Ein Titel", "body": "y" * 5001}, "höchstens 5000"),
        ("/ideen/neu/wo", {"goals": ["innovation"]}, "Bitte wählen Sie ein Handlungsfeld."),
        ("/ideen/neu/wo", {**PLACE, "authorities": ["99999"]}, "angebotenen Möglichkeiten"),
        ("/ideen/neu/wer", {**WHO, "contact_email": "jana@"}, "name@beispiel.de"),
        ("/ideen/neu/wer", {**WHO, "contact_name": ""}, "Bitte geben Sie Ihren Namen an."),
        ("/ideen/neu/vorschau", {}, "Ohne Ihr Einverständnis"),
    ],
)
def test_wrong_input_is_said_beside_the_field(client: FlaskClient, path: str, data: dict[str, Any], words: str) -> None:
    key = form_key()
    client.post("/ideen/neu", data={"form_key": key, **WHAT})
    answer = client.post(path, data={"form_key": key, **data})
    assert answer.status_code == 422
    assert words in answer.text
    assert "error-summary" in answer.text
    assert all(typed in answer.text for typed in data.values() if isinstance(typed, str))


def test_going_back_keeps_what_is_half_done(client: FlaskClient) -> None:
    key = form_key()
    client.post("/ideen/neu", data={"form_key": key, **WHAT})
    half = {"contact_name": "Jana Musterfrau", "richtung": "zurueck"}
    answer = client.post("/ideen/neu/wer", data={"form_key": key, **half})
    assert answer.location.endswith("/ideen/neu/wo")
    assert "Jana Musterfrau" in client.get("/ideen/neu/wer").text
    assert WHAT["title"] in client.get("/ideen/neu").text


def test_a_session_that_ends_loses_nothing(client: FlaskClient) -> None:
    key = form_key()
    client.post("/ideen/neu", data={"form_key": key, **WHAT})
    client.delete_cookie("konvent")
    assert client.get("/ideen/neu/wo").status_code == 410
    answer = client.post("/ideen/neu/wo", data={"form_key": key, **PLACE})
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert only_idea().action_field_code == "BF"


def test_later_sends_a_link_that_works_on_another_device(client: FlaskClient) -> None:
    key = form_key()
    answer = client.post("/ideen/neu", data={"form_key": key, "title": WHAT["title"], "richtung": "spaeter"})
    assert answer.location.endswith("/ideen/neu/spaeter")
    page = client.get(answer.location)
    client.post(answer.location, data={"form_key": key_on(page.text), "address": "jana@post.example"})
    link = link_in(letters("idea_draft_link")[0])
    client.delete_cookie("konvent")
    client.get(link)
    assert WHAT["title"] in client.get("/ideen/neu").text


def test_the_preview_shows_everything_and_what_is_missing(client: FlaskClient) -> None:
    key = form_key()
    client.post("/ideen/neu", data={"form_key": key, **WHAT})
    page = client.get("/ideen/neu/vorschau").text
    assert "<strong>ohne Auto</strong>" in page
    assert "Es fehlt noch etwas" in page
    assert client.post("/ideen/neu/vorschau", data={"form_key": key, "consent": "y"}).status_code == 422
    assert only_idea().handed_in_at is None


def test_similar_ideas_are_shown_while_typing_and_on_the_preview(client: FlaskClient) -> None:
    from_before = make_idea(IdeaState.ASSESSMENT, title="Schichtbusse über die Kreisgrenzen hinweg")
    shown = client.post("/ideen/neu/aehnlich", data={"title": WHAT["title"], "body": WHAT["body"]}).text
    assert from_before.title in shown
    assert "<html" not in shown
    client.post("/ideen/neu", data={"form_key": form_key(), **WHAT})
    assert from_before.title in client.get("/ideen/neu/vorschau").text


def test_the_self_check_advises_and_is_kept(client: FlaskClient) -> None:
    key = form_key()
    client.post("/ideen/neu", data={"form_key": key, **WHAT})
    client.post("/ideen/neu/selbsttest", data={"form_key": key, "gate_fits_field": "yes", "gate_lead_known": "no"})
    assert only_idea().self_check == {"fits_field": "yes", "lead_known": "no"}
    assert "Ist klar, wer die Idee umsetzen könnte" in client.get("/ideen/neu/vorschau").text
    assert "checked" in client.get("/ideen/neu/selbsttest").text


def test_files_stay_when_other_fields_are_wrong(client: FlaskClient, db_session: Session) -> None:
    answer = submit_whole(client, title="", files=(io.BytesIO(pdf()), "plan.pdf"))
    assert answer.status_code == 422
    assert "plan.pdf" in answer.text
    again = submit_whole(client, form_key=key_on(answer.text))
    assert again.status_code == 303, again.text
    assert db_session.scalars(select(Attachment.file_name)).all() == ["plan.pdf"]


def test_a_wrong_address_can_be_mended_before_it_is_confirmed(client: FlaskClient) -> None:
    submit_steps(client, contact_email="jnaa@post.example")
    wrong = link_in(letters("idea_confirm_address")[0])
    page = client.get("/ideen/neu/wer")
    key = key_on(page.text)
    client.post("/ideen/neu/wer", data={"form_key": key, **WHO})
    client.post("/ideen/neu/vorschau", data={"form_key": key, "consent": "y"})
    assert client.post(wrong).status_code == 410
    right = next(letter for letter in letters("idea_confirm_address") if letter.recipient == WHO["contact_email"])
    assert client.post(link_in(right)).status_code == 303
    assert only_idea().contact_email == WHO["contact_email"]


def test_the_same_form_again_after_the_confirmation_answers_alike(client: FlaskClient) -> None:
    key = form_key(uuid.UUID(int=7))
    submit_whole(client, form_key=key)
    client.post(link_in(letters("idea_confirm_address")[0]))
    answer = submit_whole(client, form_key=key)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert str(only_idea().reference) in page


def test_robots_make_nothing(client: FlaskClient, db_session: Session) -> None:
    assert submit_whole(client, website="http://spam.example").status_code == 422
    assert submit_whole(client, form_key="gefälscht").status_code == 422
    assert submit_whole(client, form_key=form_key(minutes=0)).status_code == 422
    assert db_session.scalars(select(Idea)).all() == []


def test_an_english_reader_gets_english_letters(client: FlaskClient) -> None:
    client.post("/ideen/neu/alles?lang=en", data={"form_key": form_key(), **WHAT, **PLACE, **WHO, "consent": "y"})
    letter = letters("idea_confirm_address")[0]
    assert letter.language == "en"
    assert "Please confirm" in letter.subject


def test_a_confirmed_idea_is_no_draft_any_more(client: FlaskClient) -> None:
    idea = submitted(client)
    assert idea.state == "submitted"
    assert client.get("/ideen/neu/wer").status_code == 410
    assert str(idea.reference) in client.get("/ideen/neu/gesendet").text
    client.post("/ideen/neu/von-vorn")
    assert WHAT["title"] not in client.get("/ideen/neu").text


def test_all_drafts_that_write_to_one_address_count_together(app: Flask, client: FlaskClient) -> None:
    counted = set()
    for address in ("opfer@post.example", "OPFER@post.example", "andere@post.example"):
        key = form_key()
        client.post("/ideen/neu", data={"form_key": key, **WHAT})
        client.post("/ideen/neu/wer", data={"form_key": key, **WHO, "contact_email": address})
        with app.test_request_context("/ideen/neu/vorschau", method="POST", data={"form_key": key}):
            counted.add(addressee())
    assert len(counted) == 2
