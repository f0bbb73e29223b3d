"""Signing in and out: by password, by link, and never telling who has an account."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session as Database

from app.db import db
from app.mail.models import StoredLetter
from app.members import passwords
from app.members.models import OneTimeLink, Role, Session
from app.members.passwords import hash_password
from tests.factories import make_person, sign_in
from tests.members.letters import link_in_latest_letter

SECRET = "vier Wörter im Regen"


def signed_in(client: FlaskClient) -> bool:
    return client.get("/konto").status_code == 200


def enter(client: FlaskClient, address: str, password: str = SECRET, wanted: str = "") -> int:
    return client.post("/anmelden", data={"email": address, "password": password, "next": wanted}).status_code


def test_the_right_password_opens_a_session(client: FlaskClient) -> None:
    person = make_person(Role.MEMBER, password_hash=hash_password(SECRET))
    assert enter(client, person.email.upper()) == 302
    assert signed_in(client)
    assert db.session.scalar(select(func.count()).select_from(Session)) == 1


def test_composed_and_decomposed_letters_are_the_same_password(client: FlaskClient) -> None:
    person = make_person(password_hash=hash_password(SECRET))
    assert enter(client, person.email, SECRET.replace("ö", "o\u0308")) == 302


@pytest.mark.parametrize("facts", [{}, {"locked_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"password_hash": None}])
def test_every_failure_looks_the_same(client: FlaskClient, facts: dict[str, object]) -> None:
    person = make_person(**({"password_hash": hash_password(SECRET)} | facts))
    wrong = "ganz anderes Wort hier" if not facts else SECRET
    failed = client.post("/anmelden", data={"email": person.email, "password": wrong})
    nobody = client.post("/anmelden", data={"email": "n" * len(person.email), "password": wrong})
    assert failed.status_code == nobody.status_code == 422
    assert len(failed.data) == len(nobody.data)
    assert "passen nicht zusammen" in failed.text
    assert not signed_in(client)


def test_one_hash_is_checked_whoever_knocks(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    verify = passwords._hasher.verify_and_update

    def counting(password: str, stored: str) -> tuple[bool, str | None]:
        checked.append(stored)
        return verify(password, stored)

    monkeypatch.setattr(passwords._hasher, "verify_and_update", counting)
    known = make_person(password_hash=hash_password(SECRET)).email
    locked = make_person(password_hash=hash_password(SECRET), locked_at=datetime.now(UTC)).email
    linked_only = make_person().email
    for address in (known, locked, linked_only, "niemand@haus.example"):
        checked.clear()
        enter(client, address, "etwas Falsches, aber lang")
        assert len(checked) == 1, address
        assert checked[0].split("$")[3] == "m=19456,t=2,p=1", "the decoy costs what a real hash costs"


def test_a_storm_is_turned_away_for_some_seconds(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(passwords, "_places", full)
    answer = client.post("/anmelden", data={"email": "a@haus.example", "password": SECRET})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")


def test_signing_in_rotates_the_session(client: FlaskClient) -> None:
    person = make_person(password_hash=hash_password(SECRET))
    enter(client, person.email)
    with client.session_transaction() as before:
        first = before["_user_id"]
        before["left over"] = "by somebody else"
    enter(client, person.email)
    with client.session_transaction() as after:
        assert after["_user_id"] != first
        assert "left over" not in after
    assert db.session.scalar(select(func.count()).select_from(Session)) == 1, "the old one is closed, not forgotten"


def test_signing_out_closes_the_session_on_the_server(client: FlaskClient) -> None:
    person = make_person(password_hash=hash_password(SECRET))
    enter(client, person.email)
    kept = client.get_cookie("konvent")
    client.post("/abmelden")
    assert kept is not None
    client.set_cookie("konvent", kept.value)
    assert not signed_in(client), "a copied cookie is worth nothing any more"


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/konto/angaben?lang=en", "/konto/angaben?lang=en"),
        ("//evil.example", "/konto"),
        ("https://evil.example/", "/konto"),
        ("/\\evil.example", "/konto"),
        ("/\t/evil.example", "/konto"),
        ("javascript:alert(1)", "/konto"),
        ("", "/konto"),
    ],
)
def test_after_signing_in_nobody_is_sent_away(client: FlaskClient, target: str, goes_to: str) -> None:
    person = make_person(password_hash=hash_password(SECRET))
    answer = client.post("/anmelden", data={"email": person.email, "password": SECRET, "next": target})
    assert answer.headers["Location"] == goes_to


def test_an_old_hash_is_renewed_at_sign_in(client: FlaskClient) -> None:
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    person = make_person(password_hash=weak.hash(SECRET))
    assert enter(client, person.email) == 302
    assert person.password_hash is not None
    assert "m=19456,t=2,p=1" in person.password_hash


@pytest.mark.parametrize(
    ("idle", "age", "lives"),
    [
        (timedelta(hours=7), timedelta(days=1), True),
        (timedelta(hours=9), timedelta(days=1), False),
        (timedelta(minutes=1), timedelta(days=15), False),
    ],
)
def test_sessions_end_by_idleness_and_by_age(client: FlaskClient, idle: timedelta, age: timedelta, lives: bool) -> None:
    sign_in(client, make_person())
    moment = datetime.now(UTC)
    db.session.execute(update(Session).values(seen_at=moment - idle, created_at=moment - age))
    assert signed_in(client) is lives


def test_use_of_a_session_is_noted_now_and_then(client: FlaskClient) -> None:
    sign_in(client, make_person())
    before = db.session.scalars(select(Session.seen_at)).one()
    client.get("/konto")
    assert db.session.scalars(select(Session.seen_at)).one() == before
    db.session.execute(update(Session).values(seen_at=before - timedelta(minutes=6)))
    client.get("/konto")
    assert db.session.scalars(select(Session.seen_at)).one() >= before


def test_a_link_signs_in_once_and_only_by_the_button(client: FlaskClient) -> None:
    person = make_person(Role.MODERATOR)
    assert client.post("/anmelden/link", data={"email": person.email}).status_code == 302
    link = link_in_latest_letter()
    assert client.get(link).status_code == 200
    assert not signed_in(client), "a mail scanner that follows the link signs nobody in"
    assert client.post(link).status_code == 302
    assert signed_in(client)
    assert client.post(link).status_code == 410


def test_a_link_runs_out(client: FlaskClient) -> None:
    client.post("/anmelden/link", data={"email": make_person().email})
    db.session.execute(update(OneTimeLink).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert client.get(link_in_latest_letter()).status_code == 410


def test_a_newer_link_replaces_the_older(client: FlaskClient) -> None:
    person = make_person()
    client.post("/anmelden/link", data={"email": person.email})
    older = link_in_latest_letter()
    client.post("/anmelden/link", data={"email": person.email})
    assert client.get(older).status_code == 410


def test_only_the_hash_of_a_link_is_stored(client: FlaskClient) -> None:
    client.post("/anmelden/link", data={"email": make_person().email})
    token = link_in_latest_letter().rsplit("/", 1)[1]
    stored = db.session.scalars(select(OneTimeLink.token_hash)).one()
    assert len(stored) == 32
    assert token.encode() not in stored


@pytest.mark.parametrize("page", ["/anmelden/link", "/passwort-vergessen"])
def test_asking_for_a_link_tells_nobody_who_has_an_account(client: FlaskClient, page: str) -> None:
    person = make_person()
    # Not known to the session any more, as at the start of a request.
    db.session.commit()
    address = person.email
    db.session.expunge_all()
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        known = client.post(page, data={"email": address})
        for_known, statements[:] = statements[:], []
        unknown = client.post(page, data={"email": "niemand@haus.example"})
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [s.split()[:3] for s in for_known] == [s.split()[:3] for s in statements]
    assert db.session.scalars(select(StoredLetter.recipient)).all() == [address], "no mail to strangers"


def test_a_forgotten_password_is_replaced_and_every_session_ends(client: FlaskClient, elsewhere: FlaskClient) -> None:
    person = make_person(password_hash=hash_password(SECRET))
    sign_in(elsewhere, person)
    client.post("/passwort-vergessen", data={"email": person.email})
    link = link_in_latest_letter()
    assert client.post(link, data={"password": "kurz"}).status_code == 422
    assert client.post(link, data={"password": "Hügel hinter dem Haus"}).status_code == 302
    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert enter(elsewhere, person.email, "Hügel hinter dem Haus") == 302
    assert client.get(link).status_code == 410


def test_a_locked_account_gets_no_link(client: FlaskClient, db_session: Database) -> None:
    client.post("/anmelden/link", data={"email": make_person(locked_at=datetime.now(UTC)).email})
    assert db_session.scalars(select(StoredLetter)).all() == []
