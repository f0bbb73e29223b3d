"""Law 9: a GET changes nothing, whoever asks and however good the link; and reading sets no cookie."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from app.db import db
from app.ideas.links import CONFIRMATION, STATUS
from app.ideas.queries.drafts import token_hash
from app.ideas.states import IdeaState
from app.mail.optional import unsubscribe_url
from app.members.links import make_link
from app.members.models import AddressChange, LinkPurpose, Role
from app.members.services.profile import start_address_change
from app.members.tokens import fingerprint
from app.web import human
from app.web.links import sign
from tests.architecture.addresses import some_address
from tests.conftest import Browser
from tests.factories import make_idea, make_person, sign_in
from tests.pages import has_form

Values = dict[str, Any]


def _link(purpose: LinkPurpose) -> Callable[[], Values]:
    return lambda: {"token": make_link(purpose, make_person().id, datetime.now(UTC))}


def _bootstrap() -> Values:
    return {"token": make_link(LinkPurpose.BOOTSTRAP, None, datetime.now(UTC))}


def _address_change() -> Values:
    person = make_person()
    start_address_change(person, "neu@haus.example", datetime.now(UTC))
    db.session.get_one(AddressChange, person.id).new_token_hash = fingerprint("ein Link")
    return {"token": "ein Link"}


def _draft() -> Values:
    make_idea(IdeaState.DRAFT, draft_token_hash=token_hash("ein Entwurf"))
    return {"token": "ein Entwurf"}


def _unconfirmed() -> Values:
    idea = make_idea(IdeaState.DRAFT)
    return {"token": sign(CONFIRMATION, idea.id, idea.contact_email)}


def _own_idea(state: IdeaState) -> Callable[[], Values]:
    return lambda: {"token": sign(STATUS, make_idea(state).id)}


# Links that work: those that lead nowhere would prove nothing.
GOOD_LINKS: dict[str, Callable[[], Values]] = {
    "human.challenge": lambda: {"token": sign(human.PURPOSE, human.fingerprint_of("ein Schlüssel"))},
    "ideas.annex": lambda: {"reference": make_idea(IdeaState.FORMAL_CHECK).reference},
    "ideas.confirm": _unconfirmed,
    "ideas.objection": _own_idea(IdeaState.NOT_ADOPTED),
    "ideas.resume_draft": _draft,
    "ideas.status": _own_idea(IdeaState.NEEDS_INFO),
    "ideas.withdraw": _own_idea(IdeaState.SUBMITTED),
    "ideas.show_idea": lambda: {"reference": make_idea(IdeaState.ASSESSMENT).reference},
    "ideas.show_similar": lambda: {"reference": make_idea(IdeaState.ASSESSMENT).reference},
    "mail.unsubscribe": lambda: {"token": unsubscribe_url("a@haus.example", "digest").rsplit("/", 1)[1]},
    "members.account_of": lambda: {"person_id": make_person(Role.MEMBER).id},
    "members.confirm_address": _address_change,
    "members.enter": _link(LinkPurpose.SIGN_IN),
    "members.join": _link(LinkPurpose.INVITATION),
    "members.new_password": _link(LinkPurpose.PASSWORD),
    "members.set_up": _bootstrap,
}
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
            assert reader.get(address).status_code in (200, 303), address


def test_every_link_from_a_letter_is_among_them(app: Flask) -> None:
    linked = {rule.endpoint for rule in readable(app) if re.search(r"<(\w+:)?token>$", rule.rule)}
    assert linked <= set(GOOD_LINKS), "GOOD_LINKS needs a way to make a link that works"


def test_reading_sets_no_cookie(app: Flask, readers: dict[str, FlaskClient]) -> None:
    for rule in readable(app):
        answer = readers["visitor"].get(some_address(app, rule))
        if not (answer.mimetype == "text/html" and has_form(answer.text)) and answer.status_code == 200:
            assert "Set-Cookie" not in answer.headers, rule.rule
