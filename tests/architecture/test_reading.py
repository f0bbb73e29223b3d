"""Law 9: a GET changes nothing, whoever asks and however good the link; and reading sets no cookie."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from app.db import db
from app.members.models import Role
from tests.architecture.addresses import some_address
from tests.architecture.good_links import GOOD_LINKS
from tests.conftest import Browser
from tests.factories import make_person, sign_in
from tests.pages import has_form

# What is confidential is opened with a note of who did: the one thing that reading may write.
NOTED = {"ideas.annex": {"idea_annex_access"}, "ideas.staff_attachment": {"idea_annex_access"}}


def readable(app: Flask) -> list[Rule]:
    """Every rule that can be read."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    return sorted(rules, key=lambda rule: (rule.endpoint, rule.rule))


def everything() -> dict[str, str]:
    """A fingerprint of every table's rows."""
    db.session.flush()
    return {
        table.name: db.session.scalar(
            text(f"SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{table.name}\" t")  # noqa: S608
        )
        for table in db.metadata.sorted_tables
    }


@pytest.fixture
def readers(app: Flask, db_session: object) -> dict[str, FlaskClient]:
    """Somebody without account, and somebody with every role."""
    somebody = Browser(app, app.response_class)
    sign_in(somebody, make_person(*Role))
    db.session.commit()
    return {"visitor": Browser(app, app.response_class), "everybody at once": somebody}


def test_reading_changes_no_row(app: Flask, readers: dict[str, FlaskClient]) -> None:
    changed = []
    for rule in readable(app):
        address = some_address(app, rule, GOOD_LINKS[rule.endpoint]() if rule.endpoint in GOOD_LINKS else None)
        db.session.commit()
        before = everything()
        for who, browser in readers.items():
            browser.get(address)
            after = everything()
            written = {name for name in before if before[name] != after[name]} - NOTED.get(rule.endpoint, set())
            changed += [f"{who}: GET {rule.rule} changed {name}" for name in written]
            before = after
    assert changed == []


def test_the_good_links_are_good(app: Flask, readers: dict[str, FlaskClient]) -> None:
    reader = readers["everybody at once"]
    for rule in readable(app):
        if rule.endpoint in GOOD_LINKS:
            address = some_address(app, rule, GOOD_LINKS[rule.endpoint]())
            db.session.commit()
            assert reader.get(address).status_code in (200, 302, 303), address


def test_every_link_from_a_letter_is_among_them(app: Flask) -> None:
    linked = {rule.endpoint for rule in readable(app) if re.search(r"<(\w+:)?token>$", rule.rule)}
    assert linked <= set(GOOD_LINKS), "tests/architecture/good_links.py needs a way to make a link that works"


def test_reading_sets_no_cookie(app: Flask, readers: dict[str, FlaskClient]) -> None:
    for rule in readable(app):
        answer = readers["visitor"].get(some_address(app, rule))
        if not (answer.mimetype == "text/html" and has_form(answer.text)) and answer.status_code == 200:
            assert "Set-Cookie" not in answer.headers, rule.rule
