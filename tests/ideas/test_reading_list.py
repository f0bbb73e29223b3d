"""The list of ideas: filters, search, order, paging, and words for how many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.ideas.queries import counts, filters
from app.ideas.queries import list as listing
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


def test_a_phrase_of_words_in_very_many_ideas_is_sought_in_the_newest(
    client: FlaskClient, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (counts, listing):
        monkeypatch.setattr(module, "COUNTED", 2)
    for module in (filters, listing):
        monkeypatch.setattr(module, "SEARCHED", 3)
    old = make_idea(IdeaState.ASSESSMENT, title="Kluge Weichen im Westen")
    assert old.published_at is not None
    old.published_at -= timedelta(days=30)
    for number in range(3):
        make_idea(IdeaState.ASSESSMENT, title=f"Weichen stellen, kluge Nummer {number}")
    new = make_idea(IdeaState.ASSESSMENT, title="Kluge Weichen im Osten")
    db_session.flush()
    page = client.get("/ideen?q=%22kluge+Weichen%22").text
    assert str(new.reference) in page
    assert str(old.reference) not in page
    assert "nur in den neuesten 3" in page
    assert str(old.reference) in client.get("/ideen?q=%22kluge+Weichen+im%22+Westen").text
