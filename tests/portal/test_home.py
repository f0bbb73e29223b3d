"""The home page: what this is, what input can change, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from app.clock import now as clock_now
from app.db import db
from app.ideas.states import IdeaState, Visibility
from app.portal.slots import EXTENSION
from tests import factories


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    statements: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            statements.append(statement)

    engine = db.engines[None]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_empty_house_still_invites(client: FlaskClient, language: str) -> None:
    """No idea yet: the button, the way, no row of zeros."""
    page = client.get(f"/?lang={language}")
    assert page.status_code == 200
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert f'href="/ideen/neu?lang={language}"' in page.text
    assert 'class="empty"' in page.text
    assert 'class="numbers"' not in page.text


def test_newest_ideas_and_balance(client: FlaskClient, db_session: Session) -> None:
    """Six cards at most, the decided ones apart, the counts in words."""
    for _ in range(8):
        factories.make_idea(state=IdeaState.ASSESSMENT)
    adopted = factories.make_idea(state=IdeaState.ADOPTED, title="Schichtbus über Kreisgrenzen")
    page = client.get("/").text
    html5lib.HTMLParser(strict=True).parse(page)
    decided, newest = page.split('id="bilanz"')[1].split('id="neu"')
    assert newest.count('<article class="card">') == 6
    assert decided.count('<article class="card">') == 1
    assert adopted.title in decided
    assert "<dt>öffentliche Ideen</dt><dd>9</dd>" in page
    assert "<dt>vom Konvent aufgenommen</dt><dd>1</dd>" in page
    assert 'href="/ideen?gebiet=14524"' in page


def test_nothing_secret_shows(client: FlaskClient, db_session: Session) -> None:
    """Internal ideas and those under embargo leave no trace: no card, no count."""
    later = clock_now() + timedelta(days=1)
    factories.make_idea(state=IdeaState.ADOPTED, visibility=Visibility.INTERNAL, title="Geheimes Vorhaben")
    factories.make_idea(state=IdeaState.ADOPTED, title="Gesperrtes Vorhaben", published_at=later)
    page = client.get("/").text
    assert "Vorhaben</a>" not in page
    assert 'class="numbers"' not in page


def test_a_slot_is_shown_when_it_has_something(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The meetings put their next date here; nothing to say, no empty frame."""
    slots = (lambda _now: Markup("<h2>Nächste Sitzung</h2>"), lambda _now: Markup())
    monkeypatch.setitem(app.extensions, EXTENSION, slots)
    page = client.get("/").text
    assert page.count("<h2>Nächste Sitzung</h2>") == 1
    assert '<div class="page home__section"></div>' not in page


def test_as_many_queries_for_thirty_ideas_as_for_one(client: FlaskClient, db_session: Session) -> None:
    """The number of ideas changes nothing."""
    numbers = []
    for missing in (1, 29):
        for _ in range(missing):
            factories.make_idea(state=IdeaState.ADOPTED)
        with counted_queries() as statements:
            client.get("/")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
