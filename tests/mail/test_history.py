"""One's own post: every letter, why it came, readable again for its reader and for nobody else."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.db import db
from app.mail import Letter, Recipient, post
from app.mail.frame import policy, without_secrets
from app.mail.models import StoredLetter
from app.mail.optional import history_url, preferences_url
from app.mail.states import LetterState, Reason
from app.members.models import Person, Role
from tests.architecture.test_query_count import queries_of
from tests.factories import make_person, sign_in


def _write_to(person: Person, specimen: Letter, about: str = "idea:1") -> StoredLetter:
    post(replace(specimen, recipient=Recipient(person.email, person.name, "de", person.id), about=about), now())
    return db.session.scalars(select(StoredLetter).where(StoredLetter.about == about)).one()


def test_a_person_reads_every_letter_again(client: FlaskClient, db_session: Session, specimen: Letter) -> None:
    person = make_person(Role.MEMBER)
    sign_in(client, person)
    letter = _write_to(person, specimen)
    assert "Sie haben eine Idee eingereicht" in client.get("/konto/post").text, "why it came"
    assert "Ihre Idee ist da." in client.get(f"/konto/post/{letter.id}").text
    frame = client.get(f"/konto/post/{letter.id}/ansicht")
    assert "<h1" in frame.text
    rules = frame.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in rules
    assert "sandbox" in rules


def test_nobody_reads_the_letters_of_others(client: FlaskClient, db_session: Session, specimen: Letter) -> None:
    letter = _write_to(make_person(Role.MEMBER), specimen)
    sign_in(client, make_person(Role.OFFICE))
    assert "Noch keine Nachrichten" in client.get("/konto/post").text
    assert client.get(f"/konto/post/{letter.id}").status_code == 404
    assert client.get(f"/konto/post/{letter.id}/ansicht").status_code == 404


def test_without_account_the_link_goes_to_the_mailbox(
    client: FlaskClient, db_session: Session, specimen: Letter
) -> None:
    post(specimen, now())
    letter = db_session.scalars(select(StoredLetter)).one()
    asked = client.post(f"{urlsplit(preferences_url(letter.recipient)).path}/post")
    assert "Bitte sehen Sie in Ihr Postfach" in asked.text
    assert "/post/" not in re.sub(r"/benachrichtigungen/\S+", "", asked.text)
    link = db_session.scalars(select(StoredLetter).where(StoredLetter.kind == "history_link")).one()
    path = urlsplit(history_url(letter.recipient)).path
    page = client.get(path)
    assert letter.subject.replace("&", "&amp;") in page.text
    assert "Ihre Idee ist da." in client.get(f"{path}/{letter.id}").text
    assert "nur einmal gilt" in client.get(f"{path}/{link.id}").text
    assert client.get(f"{path}/{link.id}/ansicht").status_code == 404
    assert client.get("/post/abc").status_code == 404


def test_what_was_not_delivered_says_why(client: FlaskClient, db_session: Session, specimen: Letter) -> None:
    person = make_person(Role.MEMBER)
    sign_in(client, person)
    _write_to(person, specimen)
    ended = {"state": LetterState.SUPPRESSED, "reason": Reason.UNWANTED, "ended_at": func.now()}
    db_session.execute(update(StoredLetter).values(**ended, body_text="", body_html=""))
    letter = db_session.scalars(select(StoredLetter)).one()
    assert "Sie haben solche Nachrichten abbestellt." in client.get("/konto/post").text
    assert "nach 30 Tagen gelöscht" in client.get(f"/konto/post/{letter.id}").text


def test_the_list_is_paged_and_asks_as_often_for_thirty(
    client: FlaskClient, db_session: Session, specimen: Letter
) -> None:
    person = make_person(Role.MEMBER)
    sign_in(client, person)
    _write_to(person, specimen)
    few = queries_of(client, "/konto/post")
    for number in range(2, 40):
        _write_to(person, specimen, f"idea:{number}")
    assert len(queries_of(client, "/konto/post")) == len(few)
    first = client.get("/konto/post").text
    assert first.count("post__subject") == 30
    onwards = re.search(r'rel="next" href="([^"]+)"', first)
    assert onwards
    assert client.get(onwards[1].replace("&amp;", "&")).text.count("post__subject") == 9


def test_links_are_cut_out_for_staff(app: Flask) -> None:
    with app.app_context():
        text = without_secrets("http://konvent.example/status/WyJhYmMiXQ.abcdefghijkl-xyz und RK-2026-00042")
    assert text == "http://konvent.example/status/… und RK-2026-00042"


def test_the_policy_names_every_style_of_the_letter_and_no_other() -> None:
    rules = policy('<head><style>a{}</style></head><p style="color: red">x</p><p style="color: red">y</p>')
    assert rules.count("sha256-") == 2
