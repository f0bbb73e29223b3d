"""The pages of accounts in a browser: axe finds nothing, and a keyboard is enough to get in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app.members.models import Person, Role
from app.members.passwords import hash_password
from tests.browser.conftest import Scheme, Visitor
from tests.browser.test_shell import violations
from tests.factories import make_person

pytestmark = pytest.mark.browser
SECRET = "vier Wörter im Regen"
ROSTER = Path(__file__).parents[2] / "content" / "roster" / "regionalkonvent.json"
PHONE = 360


@pytest.fixture
def administrator(committed: Session) -> Person:
    """Somebody who may see every page of this floor."""
    person = make_person(*Role, password_hash=hash_password(SECRET), joined_at=datetime.now(UTC))
    make_person(Role.MEMBER, locked_at=datetime.now(UTC))
    committed.commit()
    return person


def get_in(page: Page, person: Person) -> None:
    """Sign in as people without a mouse do."""
    page.goto("/anmelden")
    page.locator("#email").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    page.locator("#kontomenue").wait_for(state="attached")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", PHONE)])
def test_axe_finds_nothing_behind_the_door(
    app: Flask, visitor: Visitor, administrator: Person, scheme: Scheme, width: int
) -> None:
    assert app.test_cli_runner().invoke(args=["roster", "import", str(ROSTER)]).exit_code == 0
    page = visitor.page("/anmelden", width=width, scheme=scheme)
    get_in(page, administrator)
    own = ["/konto", "/konto/angaben", "/konto/passwort", "/konto/adresse", "/mitglieder"]
    staff = ["/verwaltung/konten", "/verwaltung/konten/einladen", f"/verwaltung/konten/{administrator.id}"]
    assert violations(page, own + staff) == []
    page.goto(f"/verwaltung/konten/{administrator.id}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wrong_password_moves_the_focus_to_what_is_wrong(visitor: Visitor, administrator: Person) -> None:
    page = visitor.page("/anmelden")
    page.fill("#email", administrator.email)
    page.fill("#password", "ganz falsch, aber lang")
    page.keyboard.press("Enter")
    page.locator("[data-error-summary]").wait_for()
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert page.input_value("#email") == administrator.email
    assert page.input_value("#password") == "", "a password is never sent back"
