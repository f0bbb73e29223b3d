"""The one search finds everything that everybody may read, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.ideas.states import IdeaState
from app.meetings import services
from app.meetings.services.agenda import ItemFacts
from app.meetings.states import ItemKind
from app.members.models import Membership, Seat
from tests.architecture.test_query_count import queries_of
from tests.factories import THEN, make_idea

NOW = datetime.now(UTC)


@pytest.fixture
def meeting(db_session: Session) -> int:
    appointment = services.Appointment(NOW + timedelta(days=9), NOW + timedelta(days=9, hours=3), "14524", "Rathaus")
    planned = services.plan_meeting(appointment, now=NOW, actor_id=None)
    services.add_item(planned.id, ItemFacts("Bericht zum Lastenrad", ItemKind.INFORMATION, 30), now=NOW)
    secret = ItemFacts("Kaufpreis Flurstück", ItemKind.DECISION, 20, "Frau Geheim", False, "Grundstücksangelegenheit")
    services.add_item(planned.id, secret, now=NOW)
    return planned.id


def hits(client: FlaskClient, words: str, lang: str = "de") -> str:
    page = client.get("/suche", query_string={"q": words, "lang": lang})
    assert page.status_code == 200
    return page.text


def test_without_words_there_is_only_the_form(client: FlaskClient) -> None:
    assert 'name="q"' in hits(client, "  ")
    assert 'role="status"' not in hits(client, "")


def test_ideas_and_agenda_items_are_found_by_any_form_of_a_word(client: FlaskClient, meeting: int) -> None:
    idea = make_idea(IdeaState.ASSESSMENT, title="Busse passend zur Schicht", body="Ein Lastenrad für alle.")
    page = hits(client, "Lastenräder")
    assert f"/ideen/{idea.reference}" in page
    assert f"/sitzungen/{meeting}" in page
    assert page.count("<mark>Lastenrad</mark>") == 2
    assert "2 Treffer" in page


def test_of_a_non_public_item_only_the_neutral_title_is_found(client: FlaskClient, meeting: int) -> None:
    for words in ("Kaufpreis", "Geheim", "Flurstück"):
        assert "Kein Treffer" in hits(client, words)
    page = hits(client, "Grundstücksangelegenheit")
    assert f"/sitzungen/{meeting}" in page
    assert "Kaufpreis" not in page


def test_a_meeting_is_found_by_its_place(client: FlaskClient, meeting: int) -> None:
    assert f"/sitzungen/{meeting}" in hits(client, "Rathaus")
    assert "Zwickau" in hits(client, "Zwickau")


def test_members_of_today_are_found(client: FlaskClient, db_session: Session) -> None:
    seat = Seat(
        number=1,
        seat_type="authority",
        sector="politics",
        authority_ags="14524",
        organisation="Landkreis",
        role_de="Landrätin",
        role_en="Head",
        voting=True,
    )
    db_session.add(seat)
    db_session.flush()
    facts = {"title": "Dr.", "name": "Ada Beispielhaft", "spokesperson": False, "valid_from": THEN.date()}
    db_session.add(Membership(seat_id=seat.id, **facts))
    db_session.flush()
    assert "/mitglieder" in hits(client, "Beispielhaft").partition('role="status"')[2]


def test_pages_of_text_are_found_in_the_readers_language(client: FlaskClient) -> None:
    page = hits(client, "Datenschutz").partition('role="status"')[2]
    assert re.search(r'class="hits__title"><a href="/datenschutz', page)


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"', "a\x00b", "' OR 1=1 --", "\x02\x03", "x" * 5000])
def test_hostile_words_are_only_words(client: FlaskClient, words: str) -> None:
    make_idea(IdeaState.ASSESSMENT, title="<script>alert(1)</script> böse")
    assert "<script>alert" not in hits(client, words)


def test_better_words_are_offered_where_nothing_is_found(client: FlaskClient) -> None:
    make_idea(IdeaState.ASSESSMENT, title="Fahrradschnellweg nach Glauchau")
    page = hits(client, "Fahradschnellweg")
    assert "Meinten Sie" in page
    assert "q=fahrradschnellweg" in page.lower()


def test_many_hits_cost_as_many_queries_as_one(client: FlaskClient, meeting: int) -> None:
    make_idea(IdeaState.ASSESSMENT, title="Windrad")
    few = queries_of(client, "/suche?q=Windrad")
    for _ in range(29):
        make_idea(IdeaState.ASSESSMENT, title="Windrad")
    many = queries_of(client, "/suche?q=Windrad")
    assert len(few) == len(many)
    assert "Alle Treffer: 30 Ideen" in hits(client, "Windrad")
