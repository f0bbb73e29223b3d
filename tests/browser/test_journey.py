"""The whole way of an idea in a browser, by keyboard alone: written, confirmed, checked, published, read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ideas.gates import GATE_CODES
from app.ideas.models import Attachment, Idea
from app.mail.models import StoredLetter
from app.members.models import Person, Role
from app.members.passwords import hash_password
from tests.browser.conftest import Visitor
from tests.browser.test_accounts import SECRET, get_in
from tests.browser.test_feedback import LEAST_READING_MILLISECONDS, tab_to
from tests.factories import make_person
from tests.ideas.submitting import pdf

pytestmark = pytest.mark.browser
ADDRESS = "ada@post.example"
SUBMIT = "main form button.kern-btn--primary"


@dataclass(frozen=True)
class Journey:
    """One person's language, screen and words."""

    lang: Literal["de", "en"]
    width: int
    title: str
    body: str


JOURNEYS = [
    Journey("de", 1280, "Nachtbus für die Schicht", "Busse fahren über die Kreisgrenze, passend zur Schicht."),
    Journey("en", 360, "Night bus for shift workers", "Buses cross the district border and match the shifts."),
]


@pytest.fixture
def moderator(committed: Session) -> Person:
    person = make_person(Role.MODERATOR, password_hash=hash_password(SECRET), joined_at=datetime.now(UTC))
    committed.commit()
    return person


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Walk to something and press a key on it."""
    tab_to(page, selector)
    page.keyboard.press(key)


def write(page: Page, selector: str, text: str) -> None:
    """Walk to a field and type."""
    tab_to(page, selector)
    page.keyboard.type(text)


def confirmation(session: Session) -> str:
    """Where the letter to the submitter leads."""
    session.rollback()
    letters = session.scalars(
        select(StoredLetter.body_text).where(
            StoredLetter.kind == "idea_confirm_address", StoredLetter.recipient == ADDRESS
        )
    )
    found = re.search(r"http://konvent\.example(/bestaetigen/\S+)", letters.one())
    assert found
    return found.group(1)


def hand_in(page: Page, journey: Journey, file: Path) -> None:
    """The five steps of the form."""
    write(page, "[name=title]", journey.title)
    write(page, "[name=body]", journey.body)
    page.wait_for_timeout(LEAST_READING_MILLISECONDS)
    press(page, SUBMIT)
    page.wait_for_url("**/ideen/neu/wo*")
    press(page, "[name=action_field_code]", "Space")
    press(page, "[name=goals]", "Space")
    press(page, "[name=authorities]", "Space")
    press(page, SUBMIT)
    page.wait_for_url("**/ideen/neu/wer*")
    press(page, "[name=group_code]", "Space")
    write(page, "[name=contact_name]", "Ada Beispiel")
    write(page, "[name=contact_email]", ADDRESS)
    press(page, SUBMIT)
    page.wait_for_url("**/ideen/neu/anlagen*")
    with page.expect_file_chooser() as chooser:
        press(page, "main input[type=file]")
    chooser.value.set_files(file)
    press(page, SUBMIT)
    page.wait_for_url("**/ideen/neu/vorschau*")
    press(page, "[name=consent]", "Space")
    page.wait_for_timeout(LEAST_READING_MILLISECONDS)
    press(page, SUBMIT)
    page.wait_for_url("**/ideen/neu/gesendet*")


def check_and_publish(desk: Page, reference: str) -> None:
    """The moderator's part: take over, answer the gates, pass the check."""
    desk.goto(f"/moderation/{reference}")
    press(desk, "form[action$=uebernehmen] button")
    desk.get_by_text("Sie haben die Idee übernommen.").wait_for()
    for gate in sorted(GATE_CODES, key=lambda code: _position(desk, f"[name=gates-gate_{code}]")):
        press(desk, f"[name=gates-gate_{gate}]", "Space")
    press(desk, "form[action$=pruefung] button[type=submit]")
    desk.get_by_text("Die Prüffragen sind gespeichert.").wait_for()
    tab_to(desk, "[name=decision-step]")
    desk.locator("[name=decision-step][value=assessment]").press("Space")
    press(desk, "form[action$=entscheidung] button.kern-btn--primary")
    desk.get_by_text("Erledigt.").wait_for()


def _position(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("node => node.getBoundingClientRect().top"))


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: f"{journey.lang}-{journey.width}")
def test_from_a_blank_form_to_a_public_page(
    visitor: Visitor, committed: Session, moderator: Person, tmp_path: Path, journey: Journey
) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf())
    page = visitor.page("/ideen/neu", width=journey.width, lang=journey.lang)
    hand_in(page, journey, file)
    page.goto(confirmation(committed))
    press(page, SUBMIT)
    page.wait_for_url("**/status/*")
    committed.rollback()
    idea = committed.scalars(select(Idea)).one()
    assert (idea.state, idea.title, idea.language) == ("submitted", journey.title, journey.lang)
    assert committed.scalars(select(Attachment.file_name)).all() == ["plan.pdf"]

    desk = visitor.page("/anmelden")
    get_in(desk, moderator)
    check_and_publish(desk, idea.reference or "")

    reader = visitor.page(f"/ideen/{idea.reference}", width=journey.width, lang=journey.lang)
    reader.get_by_role("heading", name=journey.title).wait_for()
    assert reader.evaluate("document.documentElement.scrollWidth") <= journey.width
