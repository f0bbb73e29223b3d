"""Leaving a topic: by button or by the mail program's one-click POST, never by merely opening the page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.mail import Letter, post
from app.mail.models import StoredLetter, TopicChoice
from app.mail.optional import unsubscribe_url


def test_opening_changes_nothing_and_posting_twice_is_posting_once(client: FlaskClient, db_session: Session) -> None:
    path = urlsplit(unsubscribe_url("Jana@post.example", "digest")).path
    assert client.get(path).status_code == 200
    assert db_session.scalars(select(TopicChoice)).all() == []
    for _ in range(2):
        answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    (choice,) = db_session.scalars(select(TopicChoice)).all()
    assert (choice.address, choice.topic, choice.wanted) == ("jana@post.example", "digest", False)


def test_a_forged_link_opens_nothing(client: FlaskClient) -> None:
    assert client.get("/abmelden/abc").status_code == 404
    assert client.post("/abmelden/abc").status_code == 404


def test_optional_letters_carry_the_link(client: FlaskClient, db_session: Session, specimen: Letter) -> None:
    post(replace(specimen, kind=replace(specimen.kind, topic="digest")), now())
    stored = db_session.scalars(select(StoredLetter)).one()
    assert stored.unsubscribe_url is not None
    assert stored.unsubscribe_url in stored.body_text
    assert stored.unsubscribe_url in stored.body_html
