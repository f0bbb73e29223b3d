"""No foreign page can act for somebody who is signed in: every POST asks for the session's own token."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.db import db
from app.members.models import Role
from app.members.passwords import hash_password
from app.web.access import anybody, policy_of
from app.web.forms import csrf
from tests.architecture.addresses import some_address
from tests.conftest import Browser
from tests.factories import make_person, sign_in


@pytest.fixture
def guarded(app: Flask, db_session: Session) -> Iterator[Flask]:
    """The application with its guard on, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        yield app
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def posts(app: Flask) -> list[Rule]:
    """Every rule that takes a POST."""
    return [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]


def is_exempt(app: Flask, rule: Rule) -> bool:
    """Whether a view carries a secret of its own instead (app.web.forms.takes_open_forms)."""
    view = app.view_functions[rule.endpoint]
    return f"{view.__module__}.{view.__name__}" in csrf._exempt_views


def test_a_post_without_the_token_does_nothing(guarded: Flask) -> None:
    browser = Browser(guarded, guarded.response_class)
    sign_in(browser, make_person(*Role))
    db.session.commit()
    answers = {
        rule.rule: browser.post(some_address(guarded, rule)).status_code
        for rule in posts(guarded)
        if not is_exempt(guarded, rule)
    }
    assert {path: code for path, code in answers.items() if code != 400} == {}


def test_what_asks_for_no_token_rides_on_no_sign_in(guarded: Flask) -> None:
    borrowed = [
        rule.rule
        for rule in posts(guarded)
        if is_exempt(guarded, rule) and policy_of(guarded, rule.endpoint) is not anybody
    ]
    assert borrowed == []


def test_the_token_of_the_page_opens_the_door(guarded: Flask) -> None:
    browser = Browser(guarded, guarded.response_class)
    person = make_person(password_hash=hash_password("vier Wörter im Regen"))
    db.session.commit()
    before = token_on(browser, "/anmelden")
    answer = browser.post(
        "/anmelden", data={"email": person.email, "password": "vier Wörter im Regen", "csrf_token": before}
    )
    assert answer.status_code == 302
    after = token_on(browser, "/konto")
    assert browser.post("/abmelden", data={"csrf_token": before}).status_code == 400, "rotated with the session"
    assert browser.post("/abmelden", data={"csrf_token": after}).status_code == 302


def token_on(browser: FlaskClient, path: str) -> str:
    """The token in the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text)
    assert found is not None
    return found.group(1)
