"""A moderator's desk in the browser: claim, check, ask, decide with a second person, publish."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.db import db
from app.ideas.gates import GATES
from app.ideas.models import Idea, IdeaHistory, Inquiry, Objection
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Person, Role
from app.moderation.models import GateAnswer, ProposedDecision
from tests.factories import THEN, make_idea, make_person, sign_in

S = IdeaState
ALL_YES = {f"gates-gate_{gate.code}": "yes" for gate in GATES}


@pytest.fixture
def moderator(client: FlaskClient) -> Person:
    person = make_person(Role.MODERATOR, name="Mona Moderation")
    sign_in(client, person)
    return person


@pytest.fixture
def colleague(client: FlaskClient) -> Person:
    return make_person(Role.MODERATOR, name="Kolja Kollege")


def claimed(by: Person, state: IdeaState = S.FORMAL_CHECK, **facts: Any) -> Idea:
    return make_idea(state, claimed_by_id=by.id, **facts)


def send(client: FlaskClient, idea: Idea, action: str, form: str, **values: Any) -> TestResponse:
    seen = values.pop("revision", idea.revision)
    # What the test has made so far must survive when the request rolls back its own part.
    db.session.commit()
    fields = {f"{form}-{name}": value for name, value in values.items()} | {f"{form}-revision": seen}
    return client.post(f"/moderation/{idea.reference}/{action}", data=fields)


def kinds(session: Session) -> list[str]:
    return list(session.scalars(select(StoredLetter.kind).order_by(StoredLetter.created_at)))


def test_the_queue_shows_the_most_urgent_first_and_counts_views(
    client: FlaskClient, db_session: Session, moderator: Person
) -> None:
    make_idea(S.SUBMITTED, title="Eilt sehr", due_at=THEN)
    make_idea(S.FORMAL_CHECK, title="Meine eigene", claimed_by_id=moderator.id, due_at=THEN.replace(year=2099))
    page = client.get("/moderation").text
    assert page.index("Eilt sehr") < page.index("Meine eigene")
    assert "überfällig" in page
    mine = client.get("/moderation?ansicht=meine").text
    assert "Meine eigene" in mine
    assert "Eilt sehr" not in mine


def test_nonsense_in_the_queues_address_is_harmless(client: FlaskClient, moderator: Person) -> None:
    assert client.get("/moderation?ansicht=x&zustand=y&ordnung=z&nach=WyJhIiwiYiJd").status_code == 200


def test_claiming_begins_the_formal_check_and_tells_the_submitter(
    client: FlaskClient, db_session: Session, moderator: Person
) -> None:
    idea = make_idea(S.SUBMITTED)
    assert send(client, idea, "uebernehmen", "claim").status_code == 302
    assert (idea.state, idea.claimed_by_id) == ("formal_check", moderator.id)
    assert kinds(db_session) == ["idea_taken_up"]


def test_taking_over_from_a_colleague_asks_first(
    client: FlaskClient, db_session: Session, moderator: Person, colleague: Person
) -> None:
    idea = claimed(colleague)
    asked = send(client, idea, "uebernehmen", "claim")
    assert "Kolja Kollege" in asked.text
    assert idea.claimed_by_id == colleague.id
    send(client, idea, "uebernehmen", "claim", sure="1")
    assert idea.claimed_by_id == moderator.id


def test_an_idea_can_be_handed_back(client: FlaskClient, db_session: Session, moderator: Person) -> None:
    idea = claimed(moderator)
    send(client, idea, "freigeben", "claim")
    assert idea.claimed_by_id is None


def test_the_gates_are_kept_with_their_notes(client: FlaskClient, db_session: Session, moderator: Person) -> None:
    idea = claimed(moderator)
    send(client, idea, "pruefung", "gates", gate_fits_field="yes", gate_lead_known="no", note_lead_known="sucht noch")
    answers = {row.gate: (row.passed, row.note) for row in db_session.scalars(select(GateAnswer))}
    assert answers == {"fits_field": (True, ""), "lead_known": (False, "sucht noch")}
    assert "sucht noch" in client.get(f"/moderation/{idea.reference}").text


def test_a_question_goes_out_with_its_due_date(client: FlaskClient, db_session: Session, moderator: Person) -> None:
    idea = claimed(moderator)
    send(client, idea, "entscheidung", "decision", step="needs_info", reason="Wer trägt die Kosten?")
    inquiry = db_session.scalars(select(Inquiry)).one()
    letter = db_session.scalars(select(StoredLetter)).one()
    assert (idea.state, idea.due_at) == ("needs_info", inquiry.due_at)
    assert letter.kind == "idea_needs_info"
    assert "Wer trägt die Kosten?" in letter.body_text
    assert "/status/" in letter.body_text


def test_a_step_that_needs_words_does_not_go_without(
    client: FlaskClient, db_session: Session, moderator: Person
) -> None:
    idea = claimed(moderator)
    answer = send(client, idea, "entscheidung", "decision", step="referred", note="bleibt stehen")
    assert answer.status_code == 422
    assert "bleibt stehen" in answer.text
    assert idea.state == "formal_check"


def test_the_assessment_waits_for_every_gate(client: FlaskClient, db_session: Session, moderator: Person) -> None:
    idea = claimed(moderator)
    assert send(client, idea, "entscheidung", "decision", step="assessment").status_code == 422
    client.post(f"/moderation/{idea.reference}/pruefung", data={**ALL_YES, "gates-revision": idea.revision})
    assert send(client, idea, "entscheidung", "decision", step="assessment").status_code == 302
    assert (idea.state, idea.visibility) == ("assessment", "public")
    assert client.get(f"/ideen/{idea.reference}").status_code == 200


def test_deciding_now_and_publishing_later(client: FlaskClient, db_session: Session, moderator: Person) -> None:
    idea = claimed(moderator)
    client.post(f"/moderation/{idea.reference}/pruefung", data={**ALL_YES, "gates-revision": idea.revision})
    send(client, idea, "entscheidung", "decision", step="assessment", publish_at="2099-01-01T08:00")
    assert idea.visibility == "public"
    assert client.get(f"/ideen/{idea.reference}").status_code == 404
    shown = send(client, idea, "sichtbarkeit", "visibility", visibility="public", publish_at="")
    assert shown.status_code == 302
    assert client.get(f"/ideen/{idea.reference}").status_code == 200
    send(client, idea, "sichtbarkeit", "visibility", visibility="internal")
    assert client.get(f"/ideen/{idea.reference}").status_code == 404


@pytest.mark.parametrize("step", [S.REFERRED, S.INADMISSIBLE])
def test_a_decision_against_takes_two(
    client: FlaskClient, db_session: Session, moderator: Person, colleague: Person, step: IdeaState
) -> None:
    idea = claimed(moderator)
    send(client, idea, "entscheidung", "decision", step=step.value, reason="Zuständig ist die Gemeinde.")
    assert idea.state == "formal_check"
    assert send(client, idea, "vorschlag", "settle", verdict="confirm").status_code == 422
    sign_in(client, colleague)
    assert "Zuständig ist die Gemeinde." in client.get(f"/moderation/{idea.reference}").text
    send(client, idea, "vorschlag", "settle", verdict="confirm")
    assert idea.state == step
    letter = db_session.scalars(select(StoredLetter)).one()
    assert letter.kind == f"idea_{step.value}"
    assert "Zuständig ist die Gemeinde." in letter.body_text


def test_a_returned_proposal_leaves_the_idea_where_it_is(
    client: FlaskClient, db_session: Session, moderator: Person, colleague: Person
) -> None:
    idea = claimed(moderator)
    send(client, idea, "entscheidung", "decision", step="inadmissible", reason="Nein.")
    sign_in(client, colleague)
    assert send(client, idea, "vorschlag", "settle", verdict="return").status_code == 422
    send(client, idea, "vorschlag", "settle", verdict="return", note="Bitte freundlicher.")
    proposal = db_session.scalars(select(ProposedDecision)).one()
    assert (idea.state, proposal.outcome, proposal.settled_note) == ("formal_check", "returned", "Bitte freundlicher.")
    assert "Bitte freundlicher." in client.get(f"/moderation/{idea.reference}").text
    assert kinds(db_session) == []


def test_a_proposal_can_be_taken_back_by_its_author(
    client: FlaskClient, db_session: Session, moderator: Person
) -> None:
    idea = claimed(moderator)
    send(client, idea, "entscheidung", "decision", step="inadmissible", reason="Nein.")
    assert send(client, idea, "entscheidung", "decision", step="assessment").status_code == 422
    send(client, idea, "vorschlag/zuruecknehmen", "claim")
    assert db_session.scalars(select(ProposedDecision)).one().outcome == "taken_back"


def test_merging_keeps_the_address_and_names_the_other(
    client: FlaskClient, db_session: Session, moderator: Person, colleague: Person
) -> None:
    idea, target = claimed(moderator), make_idea(S.ASSESSMENT, title="Die größere Idee")
    wrong = send(client, idea, "entscheidung", "decision", step="merged", reason="Dasselbe.", into="RK-1999-00001")
    assert wrong.status_code == 422
    send(client, idea, "entscheidung", "decision", step="merged", reason="Dasselbe.", into=target.reference)
    sign_in(client, colleague)
    send(client, idea, "vorschlag", "settle", verdict="confirm")
    assert (idea.state, idea.merged_into_id) == ("merged", target.id)
    assert "Die größere Idee" in db_session.scalars(select(StoredLetter)).one().body_text


def test_a_stale_form_shows_both_versions_and_loses_nothing(
    client: FlaskClient, db_session: Session, moderator: Person
) -> None:
    idea = claimed(moderator)
    send(client, idea, "pruefung", "gates", gate_fits_field="no", note_fits_field="Stand der Kollegin")
    stale = send(
        client, idea, "pruefung", "gates", revision=1, gate_fits_field="yes", note_fits_field="Mein langer Text"
    )
    assert stale.status_code == 409
    assert "Stand der Kollegin" in stale.text
    assert stale.text.count("Mein langer Text") >= 2
    revision = re.search(r'name="gates-revision"[^>]*value="(\d+)"', stale.text)
    assert revision is not None
    assert int(revision[1]) == idea.revision
    fields = {"gate_fits_field": "yes", "note_fits_field": "Mein langer Text", "revision": revision[1]}
    assert send(client, idea, "pruefung", "gates", **fields).status_code == 302


@pytest.mark.parametrize("action", ["uebernehmen", "entscheidung", "vorschlag", "sichtbarkeit"])
def test_every_form_notices_a_stale_revision(
    client: FlaskClient, db_session: Session, moderator: Person, action: str
) -> None:
    forms = {
        "uebernehmen": ("claim", {}),
        "entscheidung": ("decision", {"step": "needs_info", "reason": "Wer?"}),
        "vorschlag": ("settle", {"verdict": "confirm"}),
        "sichtbarkeit": ("visibility", {"visibility": "public"}),
    }
    idea = claimed(moderator, revision=7)
    form, values = forms[action]
    assert send(client, idea, action, form, revision=6, **values).status_code == 409


def test_text_blocks_are_inserted_without_script(client: FlaskClient, db_session: Session, moderator: Person) -> None:
    idea = claimed(moderator)
    block = "referred-municipality"
    page = client.post(
        f"/moderation/{idea.reference}/entscheidung",
        data={"decision-block": block, "decision-reason": "Vorweg.", "decision-revision": 1, "insert": "1"},
    )
    assert page.status_code == 200
    assert "Vorweg.\n\nIhre Idee betrifft einen einzelnen Ort." in page.text.replace("\r", "")


def test_only_the_office_reopens_and_answers_objections(
    client: FlaskClient, db_session: Session, moderator: Person
) -> None:
    idea = make_idea(S.REFERRED)
    db_session.add(Objection(idea_id=idea.id, against="referred", statement="Doch!", raised_at=THEN))
    db_session.flush()
    values = {"verdict": "dismiss", "reason": "Es bleibt dabei."}
    assert send(client, idea, "wiederaufnahme", "reopen", **values).status_code == 403
    sign_in(client, make_person(Role.OFFICE))
    assert send(client, idea, "wiederaufnahme", "reopen", **values).status_code == 302
    assert idea.state == "referred"
    assert kinds(db_session) == ["idea_objection_answered"]
    send(client, idea, "wiederaufnahme", "reopen", verdict="reopen", reason="Doch überregional.")
    assert (idea.state, idea.claimed_by_id) == ("formal_check", None)
    assert kinds(db_session)[-1] == "idea_reopened"


def test_each_step_leaves_one_history_row(client: FlaskClient, db_session: Session, moderator: Person) -> None:
    idea = make_idea(S.SUBMITTED)
    send(client, idea, "uebernehmen", "claim")
    send(client, idea, "entscheidung", "decision", step="needs_info", reason="Wer?")
    send(client, idea, "entscheidung", "decision", step="formal_check", note="am Telefon geklärt")
    steps = db_session.scalars(select(IdeaHistory.to_state).order_by(IdeaHistory.revision)).all()
    assert steps == ["formal_check", "needs_info", "formal_check"]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_others_stay_outside(client: FlaskClient, db_session: Session, role: Role) -> None:
    idea = make_idea(S.SUBMITTED)
    sign_in(client, make_person(role))
    assert client.get("/moderation").status_code == 403
    assert client.get(f"/moderation/{idea.reference}").status_code == 403
    assert send(client, idea, "uebernehmen", "claim").status_code == 403


def test_an_unknown_reference_is_not_found(client: FlaskClient, moderator: Person) -> None:
    assert client.get("/moderation/RK-1999-00001").status_code == 404


def test_similar_ideas_are_shown_before_anybody_else_may_read_them(client: FlaskClient, moderator: Person) -> None:
    idea = make_idea(S.SUBMITTED, title="Schichtbus über Kreisgrenzen")
    twin = make_idea(S.SUBMITTED, title="Schichtbus über die Kreisgrenzen")
    make_idea(S.DRAFT, title="Schichtbus über Kreisgrenzen Entwurf")
    page = client.get(f"/moderation/{idea.reference}").text
    assert str(twin.reference) in page
    assert "Entwurf</a>" not in page
