"""The page of notifications: with an account, by the link in a letter, and the button that confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.mail import Letter, Recipient
from app.mail import topics as registry
from app.mail.choices import choice_of
from app.mail.models import StoredLetter, TopicChoice
from app.mail.optional import CONFIRM_WITHIN, confirm_url, preferences_url
from app.mail.outbox import post
from app.mail.recheck import check
from app.mail.services import ask_for_topics
from app.mail.services.choosing import Wish
from app.mail.states import Reason
from app.mail.suppression import suppress
from app.mail.topics import Reader, Rhythm
from app.members.models import Role
from tests.factories import make_person, sign_in
from tests.mail.test_topics import DIGEST, SERVICE

ADDRESS = "jana@post.example"
WEEKLY = {"digest": "weekly", "digest-weekday": "4", "service": "off"}


@pytest.fixture(autouse=True)
def offered(app: Flask, client: FlaskClient) -> Iterator[None]:
    before = app.extensions["mail_topics"]
    registry.register(app, (DIGEST, SERVICE))
    yield
    app.extensions["mail_topics"] = before


def _path(url: str) -> str:
    return urlsplit(url).path


def _rows(db_session: Session) -> dict[str, TopicChoice]:
    db_session.expire_all()
    return {row.topic: row for row in db_session.scalars(select(TopicChoice))}


def test_with_an_account_a_choice_holds_at_once(client: FlaskClient, db_session: Session) -> None:
    person = make_person(Role.MEMBER)
    sign_in(client, person)
    page = client.get("/konto/benachrichtigungen")
    assert "Was immer kommt" in page.text
    assert person.email in page.text
    assert client.post("/konto/benachrichtigungen", data=WEEKLY).status_code == 303
    rows = _rows(db_session)
    assert (rows["digest"].rhythm, rows["digest"].weekday, rows["digest"].confirmed_by) == ("weekly", 4, "account")
    assert not rows["service"].wanted
    assert db_session.scalars(select(StoredLetter)).all() == []


def test_what_was_not_offered_is_refused(client: FlaskClient, db_session: Session) -> None:
    sign_in(client, make_person(Role.MEMBER))
    answer = client.post("/konto/benachrichtigungen", data={**WEEKLY, "digest": "hourly"})
    assert answer.status_code == 422
    assert "Bitte wählen Sie aus den angebotenen Möglichkeiten." in answer.text
    assert _rows(db_session) == {}


def test_by_link_a_no_holds_at_once_and_a_yes_after_the_mailbox(client: FlaskClient, db_session: Session) -> None:
    path = _path(preferences_url(ADDRESS))
    assert "Set-Cookie" not in client.get(path).headers
    answer = client.post(path, data=WEEKLY, follow_redirects=True)
    assert "Bitte sehen Sie in Ihr Postfach" in answer.text
    rows = _rows(db_session)
    assert not rows["service"].wanted
    assert rows["digest"].confirmed_at is None
    letter = db_session.scalars(select(StoredLetter)).one()
    assert letter.kind == "topic_confirm"
    link = _path(confirm_url(ADDRESS, ["digest"]))
    assert "Sollen wir" in client.get(link).text
    assert not choice_of(Reader(ADDRESS), DIGEST).gets_it, "opening a link changes nothing"
    for _ in range(2):
        assert "Ab jetzt senden wir" in client.post(link).text
    db_session.expire_all()
    assert choice_of(Reader(ADDRESS), DIGEST).gets_it


def test_an_old_confirmation_brings_nothing_back(client: FlaskClient, db_session: Session) -> None:
    client.post(_path(preferences_url(ADDRESS)), data=WEEKLY)
    client.post(_path(preferences_url(ADDRESS)), data={**WEEKLY, "digest": "off"})
    assert "inzwischen abbestellt" in client.post(_path(confirm_url(ADDRESS, ["digest"]))).text
    assert not _rows(db_session)["digest"].wanted


def test_a_link_to_confirm_ends(client: FlaskClient, db_session: Session, time_machine: object) -> None:
    link = _path(confirm_url(ADDRESS, ["digest"]))
    time_machine.move_to(now() + CONFIRM_WITHIN + timedelta(minutes=1))  # type: ignore[attr-defined]
    assert client.get(link).status_code == 410


def test_nothing_optional_goes_before_the_mailbox_has_confirmed(
    client: FlaskClient, db_session: Session, specimen: Letter
) -> None:
    ask_for_topics(Recipient(ADDRESS, "Jana"), {DIGEST: Wish(Rhythm.WEEKLY, 0)}, now())
    post(Letter(replace(specimen.kind, topic="digest"), Recipient(ADDRESS, "Jana"), "digest:1", specimen.facts), now())
    letters = db_session.scalars(select(StoredLetter).where(StoredLetter.topic == "digest")).all()
    (held,) = check(letters, now()).withheld
    assert held[1].reason == Reason.UNCONFIRMED
    client.post(_path(confirm_url(ADDRESS, ["digest"])))
    db_session.expire_all()
    assert check(letters, now()).withheld == []


def test_asking_twice_for_what_comes_already_says_nothing(client: FlaskClient, db_session: Session) -> None:
    for _ in range(2):
        ask_for_topics(Recipient(ADDRESS, "Jana"), {DIGEST: Wish(Rhythm.MONTHLY)}, now())
    client.post(_path(confirm_url(ADDRESS, ["digest"])))
    ask_for_topics(Recipient(ADDRESS, "Jana"), {DIGEST: Wish(Rhythm.WEEKLY, 1)}, now() + timedelta(hours=2))
    assert len(db_session.scalars(select(StoredLetter)).all()) == 1
    assert choice_of(Reader(ADDRESS), DIGEST).rhythm == Rhythm.MONTHLY


def test_a_forged_link_opens_nothing(client: FlaskClient) -> None:
    assert client.get("/benachrichtigungen/abc").status_code == 404
    assert client.get("/benachrichtigungen/bestaetigen/abc").status_code == 410


def test_who_is_suppressed_reads_what_to_do(client: FlaskClient, db_session: Session) -> None:
    person = make_person(Role.MEMBER)
    sign_in(client, person)
    suppress(person.email, "5.1.1 unknown", now())
    for page in ("/konto", "/konto/benachrichtigungen"):
        assert "Unsere Nachrichten erreichen Sie nicht" in client.get(page).text
