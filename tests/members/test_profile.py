"""What people change about their own account."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import select

from app.db import db
from app.mail.models import StoredLetter
from app.members.models import Person
from app.members.passwords import hash_password
from tests.factories import make_person, sign_in
from tests.members.letters import latest_letter, link_in_latest_letter

SECRET = "vier Wörter im Regen"


def somebody(client: FlaskClient) -> Person:
    """A person with a password, signed in."""
    person = make_person(password_hash=hash_password(SECRET), email="alt@haus.example", name="Jana Muster")
    sign_in(client, person)
    db.session.commit()
    return person


def test_the_language_of_the_account_is_the_language_of_its_pages(client: FlaskClient) -> None:
    person = somebody(client)
    client.post("/konto/angaben", data={"name": "Jana Neu", "language": "en"})
    assert (person.name, person.language) == ("Jana Neu", "en")
    assert '<html lang="en">' in client.get("/konto").text


def test_a_new_password_needs_the_old_one_and_signs_out_elsewhere(client: FlaskClient, elsewhere: FlaskClient) -> None:
    person = somebody(client)
    sign_in(elsewhere, person)
    db.session.commit()
    new = {"password": "Brücke über die Zschopau"}
    assert client.post("/konto/passwort", data=new | {"current": "falsch"}).status_code == 422
    assert client.post("/konto/passwort", data=new | {"current": SECRET}).status_code == 302
    assert client.get("/konto").status_code == 200
    assert elsewhere.get("/konto").status_code == 302
    assert latest_letter().kind == "password_changed"


def test_a_new_address_needs_both_mailboxes(client: FlaskClient, elsewhere: FlaskClient) -> None:
    person = somebody(client)
    client.post("/konto/adresse", data={"email": "neu@haus.example"})
    old, new = link_in_latest_letter("alt@haus.example"), link_in_latest_letter("neu@haus.example")
    assert elsewhere.get(new).status_code == 200
    assert "anderen Postfach" in elsewhere.post(new).text
    assert person.email == "alt@haus.example", "one yes is not enough, and opening a link is none"
    assert "gilt ab jetzt" in elsewhere.post(old).text
    assert person.email == "neu@haus.example"
    assert elsewhere.post(old).status_code == 410


def test_the_person_can_drop_the_change(client: FlaskClient) -> None:
    person = somebody(client)
    client.post("/konto/adresse", data={"email": "neu@haus.example"})
    links = [link_in_latest_letter("alt@haus.example"), link_in_latest_letter("neu@haus.example")]
    client.post("/konto/adresse/behalten")
    assert [client.post(link).status_code for link in links] == [410, 410]
    assert person.email == "alt@haus.example"


def test_the_form_does_not_tell_who_has_an_account(client: FlaskClient) -> None:
    somebody(client)
    taken = make_person(email="vergeben@haus.example")
    answers = [
        client.post("/konto/adresse", data={"email": address}, follow_redirects=True)
        for address in (taken.email, "frei@haus.example")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    asked = set(db.session.scalars(select(StoredLetter.recipient)))
    assert taken.email not in asked


def test_an_address_taken_meanwhile_stays_with_its_owner(client: FlaskClient) -> None:
    person = somebody(client)
    client.post("/konto/adresse", data={"email": "neu@haus.example"})
    old, new = link_in_latest_letter("alt@haus.example"), link_in_latest_letter("neu@haus.example")
    make_person(email="neu@haus.example", created_at=datetime.now(UTC))
    db.session.commit()
    client.post(old)
    assert client.post(new).status_code == 409
    assert person.email == "alt@haus.example"
