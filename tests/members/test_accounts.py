"""Accounts from invitation to end, and what administrators can and cannot do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from app.db import db
from app.mail.models import StoredLetter
from app.members.models import AccountEvent, Person, Role, Session
from app.members.passwords import hash_password
from app.members.queries import account_by_address, account_page, people_with_role
from app.members.services import accounts
from tests.factories import make_person, sign_in
from tests.members.letters import latest_letter, link_in_latest_letter

JOINED = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.fixture
def administrator(client: FlaskClient) -> Person:
    """An administrator, signed in."""
    person = make_person(Role.ADMIN, joined_at=JOINED)
    sign_in(client, person)
    db.session.commit()
    return person


def invite(client: FlaskClient, **fields: object) -> int:
    data = {"email": "neu@haus.example", "name": "Nora Neu", "roles": ["member"], "language": "en"} | fields
    return client.post("/verwaltung/konten/einladen", data=data).status_code


def test_from_invitation_to_the_first_sign_in(
    client: FlaskClient, elsewhere: FlaskClient, administrator: Person
) -> None:
    assert invite(client, roles=["member", "moderator"]) == 302
    assert latest_letter().language == "en"
    link = link_in_latest_letter("neu@haus.example")
    assert "Nora Neu" in elsewhere.get(link).text
    answers = {"name": "Nora Neumann", "language": "de", "password": "Brücke über die Zschopau"}
    assert elsewhere.post(link, data=answers | {"password": "Nora Neumann1"}).status_code == 422
    assert elsewhere.post(link, data=answers).status_code == 302
    assert elsewhere.get("/konto").status_code == 200
    person = account_by_address("neu@haus.example")
    assert person is not None
    assert (person.name, person.grants, person.joined_at is None) == (
        "Nora Neumann",
        frozenset({"member", "moderator"}),
        False,
    )
    assert elsewhere.get(link).status_code == 410, "an invitation is taken up once"


def test_without_a_password_one_enters_by_link(
    client: FlaskClient, elsewhere: FlaskClient, administrator: Person
) -> None:
    invite(client)
    elsewhere.post(link_in_latest_letter("neu@haus.example"), data={"name": "Nora Neu", "language": "de"})
    elsewhere.post("/abmelden")
    elsewhere.post("/anmelden/link", data={"email": "neu@haus.example"})
    elsewhere.post(link_in_latest_letter("neu@haus.example"))
    assert elsewhere.get("/konto").status_code == 200


def test_inviting_again_adds_roles_and_writes_only_to_those_who_have_not_joined(
    db_session: Database, now: datetime
) -> None:
    person = accounts.invite("a@haus.example", "A", {Role.MEMBER}, now)
    accounts.invite("A@haus.example", "A", {Role.OFFICE}, now)
    assert person.grants == {Role.MEMBER, Role.OFFICE}
    person.joined_at = now
    accounts.invite("a@haus.example", "A", {Role.OFFICE}, now)
    assert db_session.scalar(select(func.count()).select_from(StoredLetter)) == 2


def test_a_locked_account_is_out_at_once_and_can_come_back(
    client: FlaskClient, elsewhere: FlaskClient, administrator: Person
) -> None:
    person = make_person(Role.MODERATOR)
    sign_in(elsewhere, person)
    db.session.commit()
    client.post(f"/verwaltung/konten/{person.id}/sperren")
    assert elsewhere.get("/konto").status_code == 302
    assert person not in people_with_role(Role.MODERATOR)
    client.post(f"/verwaltung/konten/{person.id}/entsperren")
    assert person in people_with_role(Role.MODERATOR)
    assert elsewhere.get("/konto").status_code == 302, "the old session does not come back"


def test_an_ended_account_leaves_its_past_and_frees_its_address(client: FlaskClient, administrator: Person) -> None:
    person = make_person(Role.MEMBER, password_hash=hash_password("vier Wörter im Regen"), email="a@haus.example")
    client.post(f"/verwaltung/konten/{person.id}/beenden")
    assert (person.password_hash, person.granted, person.email) == (None, [], "a@haus.example")
    assert invite(client, email="a@haus.example") == 302
    assert client.get(f"/verwaltung/konten/{person.id}").status_code == 200


@pytest.mark.parametrize("verb", ["sperren", "beenden", "rollen"])
def test_the_last_administrator_stays(client: FlaskClient, administrator: Person, verb: str) -> None:
    make_person(Role.ADMIN, locked_at=JOINED, joined_at=JOINED)
    make_person(Role.ADMIN)
    answer = client.post(f"/verwaltung/konten/{administrator.id}/{verb}", follow_redirects=True)
    assert "das letzte Konto" in answer.text
    assert administrator.grants == {Role.ADMIN}


def test_everything_done_to_an_account_is_written_down(client: FlaskClient, administrator: Person) -> None:
    person = make_person(Role.MEMBER)
    client.post(f"/verwaltung/konten/{person.id}/rollen", data={"roles": ["office", "moderator"]})
    client.post(f"/verwaltung/konten/{person.id}/sperren")
    written = select(AccountEvent).where(AccountEvent.person_id == person.id).order_by(AccountEvent.id)
    events = db.session.scalars(written).all()
    assert [event.verb for event in events] == ["roles_changed", "locked"]
    assert {event.actor_id for event in events} == {administrator.id}
    page = client.get(f"/verwaltung/konten/{person.id}").text
    assert "Rollen geändert: + Moderation, + Geschäftsstelle, − Mitglied" in page


def test_the_list_is_paged_searched_and_asks_as_often_for_many_as_for_one(db_session: Database) -> None:
    for _ in range(65):
        make_person()
    first = account_page("", None, None)
    second = account_page("", first.next, None)
    third = account_page("", second.next, None)
    assert [len(page.items) for page in (first, second, third)] == [30, 30, 5]
    assert (first.previous, third.next) == (None, None)
    assert account_page("", None, third.previous).items == second.items
    assert account_page("", None, second.previous).items == first.items
    make_person(name="100% Musterfrau")
    assert [person.name for person in account_page("0% m", None, None).items] == ["100% Musterfrau"]


def test_the_first_administrator_comes_by_the_command_line(app: Flask, client: FlaskClient) -> None:
    runner = app.test_cli_runner()
    link = runner.invoke(args=["users", "bootstrap-admin"]).output.strip().removeprefix("http://konvent.example")
    data = {
        "name": "Ada Anfang",
        "email": "ada@haus.example",
        "language": "de",
        "password": "Brücke über die Zschopau",
    }
    assert client.get(link).status_code == 200
    assert client.post(link, data=data).status_code == 302
    assert client.get("/verwaltung/konten").status_code == 200
    assert client.post(link, data=data).status_code == 410
    assert runner.invoke(args=["users", "bootstrap-admin"]).exit_code == 1


def test_inviting_on_the_command_line(app: Flask, db_session: Database) -> None:
    runner = app.test_cli_runner()
    asked = ["users", "invite", "--role", "moderator", "--name", "Mo Muster", "mo@haus.example"]
    assert "invitation posted" in runner.invoke(args=asked).output
    assert runner.invoke(args=["users", "invite", "--role", "member", "kein @ ding"]).exit_code == 2
    assert [person.name for person in people_with_role(Role.MODERATOR)] == ["Mo Muster"]


def test_own_sessions_are_listed_and_closed(client: FlaskClient, elsewhere: FlaskClient) -> None:
    person, stranger = make_person(), make_person()
    for browser, owner in ((client, person), (elsewhere, person), (elsewhere, stranger)):
        sign_in(browser, owner)
    db.session.commit()
    assert client.get("/konto").text.count("zuletzt benutzt am") == 2
    theirs = db.session.scalars(select(Session.id).where(Session.person_id == stranger.id)).one()
    client.post(f"/konto/sitzungen/{theirs}/beenden")
    assert elsewhere.get("/konto").status_code == 200, "nobody closes somebody else's session"
    client.post("/konto/sitzungen/beenden")
    assert db.session.scalar(select(func.count()).where(Session.person_id == person.id)) == 1
