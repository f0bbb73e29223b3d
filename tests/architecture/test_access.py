"""Law 8: every route says who may enter, and lets in exactly those."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.db import db, hang_up
from app.factory import create_app
from app.members.models import Role
from app.web.access import policy_of, public
from tests.architecture.addresses import some_address
from tests.architecture.doors import DOORS, EVERYBODY, LOCKED, STAKEHOLDER, VISITOR
from tests.conftest import Browser
from tests.factories import make_person, sign_in


def rules(app: Flask) -> list[Rule]:
    """Every rule of the address map."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def test_every_endpoint_has_a_row_and_every_row_an_endpoint(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} == set(DOORS), "tests/architecture/doors.py lists who may enter"


def test_every_endpoint_names_a_policy(app: Flask) -> None:
    assert [rule.endpoint for rule in rules(app) if policy_of(app, rule.endpoint) is None] == []


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_door_opens_to_those_it_is_meant_for(app: Flask, client: FlaskClient, who: str) -> None:
    wrong = []
    for rule in rules(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = knock(as_somebody(app, who), rule, method)
            if was_let_in(answer) != (who in DOORS.get(rule.endpoint, frozenset())):
                wrong.append(f"{who}: {method} {rule.rule} ({rule.endpoint}) answered {answer.status}")
    assert wrong == []


def as_somebody(app: Flask, who: str) -> FlaskClient:
    """A browser in which this kind of person is signed in, or nobody."""
    browser = Browser(app, app.response_class)
    if who == VISITOR:
        return browser
    person = make_person(*roles_of(who))
    sign_in(browser, person)
    if who == LOCKED:
        person.locked_at = datetime.now(UTC)
    # Into the test's own transaction, so that a view that rolls back does not take the person along.
    db.session.commit()
    return browser


def roles_of(who: str) -> tuple[Role, ...]:
    """The account locked while its session was open holds every role, and none of them counts any more."""
    return tuple(Role) if who == LOCKED else () if who == STAKEHOLDER else (Role(who),)


def knock(browser: FlaskClient, rule: Rule, method: str) -> TestResponse:
    """Request an address of this rule."""
    return browser.open(some_address(browser.application, rule), method=method)


def was_let_in(answer: TestResponse) -> bool:
    """Whether the view itself answered: neither 403 nor sent to sign in."""
    sent_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/anmelden?next=")
    return answer.status_code != 403 and not sent_to_sign_in


def test_a_route_without_a_policy_lets_nobody_in(database_url: str) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": database_url}, environ={"KONVENT_MODE": "testing"})
    app.add_url_rule("/vergessen", "forgotten_guard", lambda: "secret")
    app.add_url_rule("/offen", "open_door", public(lambda: "hello"))
    assert app.test_client().get("/vergessen").status_code == 403
    assert app.test_client().get("/offen").status_code == 200
    with app.app_context():
        hang_up()
