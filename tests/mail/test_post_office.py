"""The post as staff see it: find, read, send again, stop, pause, lift; each act leaves a line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.mail import Letter, Recipient, post
from app.mail.answers import meaning_of
from app.mail.models import MailAudit, MailControl, StoredLetter, Suppression
from app.mail.registry import kinds
from app.mail.states import LetterState, Reason
from app.mail.suppression import suppress, suppression_of
from app.members.mails import SIGN_IN_LINK
from app.members.models import Role
from app.sweeps import Sweep, run
from tests.architecture.test_query_count import queries_of
from tests.factories import make_person, sign_in
from tests.mail.conftest import SPECIMEN

NOTHING = Sweep("nothing", timedelta(hours=1), due=lambda _: [], handle=lambda *_: None)


@pytest.fixture
def letter(client: FlaskClient, db_session: Session, specimen: Letter) -> StoredLetter:
    sign_in(client, make_person(Role.OFFICE))
    post(specimen, now())
    return db_session.scalars(select(StoredLetter)).one()


def _end(db_session: Session, state: LetterState, **facts: object) -> None:
    sent_at = func.now() if state == LetterState.SENT else None
    db_session.execute(update(StoredLetter).values(state=state, ended_at=func.now(), sent_at=sent_at, **facts))
    db_session.expire_all()


def test_staff_find_and_read_a_letter(client: FlaskClient, letter: StoredLetter) -> None:
    for query in ("q=jana&zustand=queued", "q=JANA@post.example", "art=specimen", "q=idea:1"):
        page = client.get(f"/verwaltung/post?{query}")
        assert page.status_code == 200
        assert letter.subject.replace("&", "&amp;") in page.text
    assert "Ihre Idee ist da." in client.get(f"/verwaltung/post/{letter.id}").text
    assert "Ihre Idee ist da." in client.get(f"/verwaltung/post/{letter.id}/ansicht").text
    for query in ("q=100%25", "q=somebody@else.example", "zustand=failed"):
        assert "Keine Nachrichten" in client.get(f"/verwaltung/post?{query}").text


def test_staff_see_no_link_that_opens_something(client: FlaskClient, letter: StoredLetter, app: Flask) -> None:
    for address in (f"/verwaltung/post/{letter.id}", f"/verwaltung/post/{letter.id}/ansicht"):
        assert not re.search(r"konvent\.example/benachrichtigungen/\w{20}", client.get(address).text)


def test_a_letter_with_a_one_time_link_is_shown_to_nobody(client: FlaskClient, letter: StoredLetter) -> None:
    post(Letter(SIGN_IN_LINK, Recipient("eva@post.example", "Eva"), "person:1", SIGN_IN_LINK.sample), now())
    page = client.get("/verwaltung/post?q=eva@post.example").text
    found = re.search(r"/verwaltung/post/([0-9a-f-]{36})", page)
    assert found
    assert "zeigen wir niemandem" in client.get(found[0]).text
    assert client.get(f"{found[0]}/ansicht").status_code == 404


def test_a_failed_letter_is_sent_again_and_a_sent_one_never(
    client: FlaskClient, letter: StoredLetter, db_session: Session
) -> None:
    _end(db_session, LetterState.FAILED, reason=Reason.REFUSED, answer="550 5.1.1 no such user")
    page = client.get(f"/verwaltung/post/{letter.id}").text
    assert "Prüfen Sie die Adresse" in page
    assert "Dieses Postfach gibt es nicht." in page
    client.post(f"/verwaltung/post/{letter.id}/senden")
    db_session.expire_all()
    assert letter.state == LetterState.QUEUED
    _end(db_session, LetterState.SENT)
    client.post(f"/verwaltung/post/{letter.id}/senden")
    db_session.expire_all()
    assert letter.state == LetterState.SENT
    assert db_session.scalars(select(MailAudit.verb)).all() == ["send"]
    assert "erneut oder sofort gesendet" in client.get(f"/verwaltung/post/{letter.id}").text
    assert "erneut oder sofort gesendet" in client.get("/verwaltung/post/protokoll").text


def test_a_waiting_letter_can_be_stopped(client: FlaskClient, letter: StoredLetter, db_session: Session) -> None:
    client.post(f"/verwaltung/post/{letter.id}/stoppen")
    db_session.expire_all()
    assert (letter.state, letter.reason) == (LetterState.CANCELLED, Reason.BY_STAFF)


def test_the_post_can_be_paused(client: FlaskClient, letter: StoredLetter, db_session: Session) -> None:
    client.post("/verwaltung/post/pause", data={"optional": "1"})
    control = db_session.get_one(MailControl, 1)
    assert (control.paused_all, control.paused_optional) == (False, True)
    assert db_session.scalars(select(MailAudit.subject)).all() == ["optional"]
    assert "Abbestellbares angehalten" in client.get("/verwaltung/post/protokoll").text


def test_a_block_is_lifted_with_a_reason_only(client: FlaskClient, letter: StoredLetter, db_session: Session) -> None:
    suppress(letter.recipient, "hard: 5.2.2 mailbox full", now())
    held = db_session.scalars(select(Suppression)).one()
    assert "Das Postfach ist voll." in client.get("/verwaltung/post/sperren?q=jana").text
    assert "gesperrt" in client.get(f"/verwaltung/post/{letter.id}").text
    address = f"/verwaltung/post/sperren/{held.id}"
    assert client.post(address, data={"because": " "}).status_code == 422
    assert suppression_of(letter.recipient)
    for _ in range(2):
        assert client.post(address, data={"because": "Am Telefon bestätigt"}).status_code == 302
    db_session.expire_all()
    assert suppression_of(letter.recipient) is None
    (act,) = db_session.scalars(select(MailAudit)).all()
    assert (act.verb, act.subject, act.note) == ("lift", letter.recipient, "Am Telefon bestätigt")
    assert "Am Telefon bestätigt" in client.get("/verwaltung/post/protokoll").text


def test_the_list_is_paged_and_asks_as_often_for_thirty(
    client: FlaskClient, letter: StoredLetter, specimen: Letter
) -> None:
    few = queries_of(client, "/verwaltung/post")
    for number in range(2, 42):
        post(replace(specimen, about=f"idea:{number}"), now())
    first = client.get("/verwaltung/post").text
    assert len(queries_of(client, "/verwaltung/post")) == len(few)
    assert first.count("/verwaltung/post/") > 30
    onwards = re.search(r'rel="next" href="([^"]+)"', first)
    assert onwards
    second = client.get(onwards[1].replace("&amp;", "&")).text
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_staff_are_told_everywhere_while_the_post_stands_still(
    client: FlaskClient, db_session: Session, specimen: Letter
) -> None:
    sign_in(client, make_person(Role.OFFICE))
    assert "Die Post stockt" in client.get("/konto").text, "no sweep ever ran"
    db_session.commit()
    run(NOTHING, now())
    assert "Die Post stockt" not in client.get("/konto").text
    assert client.get("/konto").status_code == 200
    post(specimen, now())
    db_session.execute(update(StoredLetter).values(queued_at=func.now() - timedelta(minutes=11)))
    assert "Die Post stockt" in client.get("/ideen").text
    sign_in(client, make_person(Role.MEMBER))
    assert "Die Post stockt" not in client.get("/ideen").text


def test_the_gallery_shows_every_kind(client: FlaskClient, letter: StoredLetter, app: Flask) -> None:
    page = client.get("/verwaltung/post/muster").text
    with app.app_context():
        names = set(kinds()) - {SPECIMEN.name}
    assert all(f"/muster/{name}/de" in page for name in names)
    assert "Hello" in client.get("/verwaltung/post/muster/sign_in_link/en").text
    assert client.get("/verwaltung/post/muster/sign_in_link/en/ansicht").status_code == 200
    assert client.get("/verwaltung/post/muster/nothing/de").status_code == 404


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("550 5.1.1 <a@b>: user unknown", "Dieses Postfach gibt es nicht."),
        ("550 5.1.2 bad destination", "Die Domain hinter dem @"),
        ("452 4.2.2 over quota", "Das Postfach ist voll."),
        ("451 4.7.1 greylisted", "nimmt gerade nichts an"),
        ("421 try later", "nimmt gerade nichts an"),
        ("550 5.7.1 rejected by policy", "traut unserem Absender nicht"),
        ("554 spam", "traut unserem Absender nicht"),
        ("552 5.3.4 too big", "zu groß"),
        ("571 5.9.9 hm", "ohne verständlichen Grund"),
        ("599", "ohne verständlichen Grund"),
    ],
)
def test_an_answer_in_plain_words(app: Flask, answer: str, words: str) -> None:
    with app.test_request_context():
        meaning = meaning_of(answer)
        assert meaning
        assert words in str(meaning.words)


@pytest.mark.parametrize("answer", ["250 2.0.0 ok", "", None, "hello"])
def test_success_needs_no_words(answer: str | None) -> None:
    assert meaning_of(answer) is None
