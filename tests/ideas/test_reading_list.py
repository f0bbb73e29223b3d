"""The list of ideas: filters, search, order, paging, and words for how many there are."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.ideas.states import IdeaState
from tests.factories import make_idea


def test_the_list_shows_public_ideas(client: FlaskClient, db_session: Session) -> None:
    make_idea(IdeaState.ASSESSMENT, title="Schichtbus über Kreisgrenzen")
    page = client.get("/ideen").text
    assert "Schichtbus über Kreisgrenzen" in page
    assert "1 Idee" in page


def test_search_finds_and_marks(client: FlaskClient, db_session: Session) -> None:
    make_idea(IdeaState.ASSESSMENT, title="Zentrum für Batterie-Kreislauf", body="Altbatterien werden **geprüft**.")
    page = client.get("/ideen?q=kreislauf").text
    assert "<mark>Kreislauf</mark>" in page


def test_an_idea_has_its_page(client: FlaskClient, db_session: Session) -> None:
    idea = make_idea(IdeaState.ASSESSMENT, body="Ein **wichtiger** Vorschlag")
    page = client.get(f"/ideen/{idea.reference}").text
    assert "<strong>wichtiger</strong>" in page
    assert client.get(f"/ideen/{idea.reference}/aehnlich").status_code == 200
