"""A page is drawn once for the same facts, and anew for any other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.db import db
from app.ideas.states import IdeaState
from app.web.once import DrawnPages, drawn_once
from tests.factories import make_idea


@pytest.fixture
def numbers() -> Iterator[str]:
    return map(str, count(1))


def test_the_same_facts_are_drawn_once(app: Flask, db_session: Session, numbers: Iterator[str]) -> None:
    with app.test_request_context("/ideen"):
        assert [drawn_once(("a", 1), lambda: next(numbers)) for _ in range(2)] == [b"1", b"1"]
        assert drawn_once(("a", 2), lambda: next(numbers)) == b"2"


def test_address_and_language_are_facts_too(app: Flask, db_session: Session, numbers: Iterator[str]) -> None:
    pages: list[str | bytes] = []
    for address in ("/ideen?x=1", "/ideen?x=2", "/ideen?x=1&lang=en"):
        with app.test_request_context(address):
            pages.append(drawn_once("an address", lambda: next(numbers)))
    assert pages == [b"1", b"2", b"3"]


def test_a_visitor_with_a_session_gets_a_page_of_their_own(
    app: Flask, db_session: Session, numbers: Iterator[str]
) -> None:
    cookie = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}=somebody"}
    with app.test_request_context("/ideen", headers=cookie):
        assert [drawn_once("own", lambda: next(numbers)) for _ in range(2)] == ["1", "2"]


def test_the_page_asked_for_longest_ago_is_forgotten() -> None:
    pages = DrawnPages(most=2)
    pages.keep("a", b"A")
    pages.keep("b", b"B")
    assert pages.get("a") == b"A"
    pages.keep("c", b"C")
    assert (pages.get("a"), pages.get("b"), pages.get("c")) == (b"A", None, b"C")


def test_a_list_shows_a_change_at_once(client: FlaskClient, db_session: Session) -> None:
    idea = make_idea(IdeaState.ASSESSMENT, support_count=1)
    assert "1 Unterstützung" in client.get("/ideen").text
    idea.support_count = 7
    db.session.flush()
    assert "7 Unterstützungen" in client.get("/ideen").text
