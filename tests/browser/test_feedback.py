"""Voices in a browser: at 360 pixels and by keyboard from the comment to the public page, and axe on every page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feedback.models import Contribution
from app.feedback.services import answer, confirm, submit
from app.feedback.voices import pass_of
from app.ideas.models import Idea
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Person, Role
from app.members.passwords import hash_password
from tests.browser.conftest import Scheme, Visitor
from tests.browser.test_accounts import SECRET, get_in
from tests.browser.test_shell import violations
from tests.factories import make_idea, make_person
from tests.feedback.helpers import comment_draft, counted_support, general_draft, public_comment, waiting_comment

pytestmark = pytest.mark.browser
PHONE = 360
TEXT = "Das gelingt nur gemeinsam mit den Berufsschulen."
LEAST_READING_MILLISECONDS = 2100


@pytest.fixture
def idea(committed: Session) -> Idea:
    idea = make_idea(IdeaState.ASSESSMENT, title="Zentrum für Batterie-Kreislauf")
    committed.commit()
    return idea


@pytest.fixture
def moderator(committed: Session) -> Person:
    person = make_person(Role.MODERATOR, password_hash=hash_password(SECRET), joined_at=datetime.now(UTC))
    committed.commit()
    return person


def letter_link(session: Session, kind: str) -> str:
    """The way to the page that the newest letter of this kind leads to."""
    session.rollback()
    query = select(StoredLetter.body_text).where(StoredLetter.kind == kind)
    found = re.search(r"http://konvent\.example(/beitraege/\S+)", session.scalars(query).one())
    assert found
    return found.group(1)


def tab_to(page: Page, selector: str) -> None:
    """Walk there with the tab key, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"the tab key never reaches {selector}")


def fill_comment(page: Page) -> None:
    """The comment form by keyboard alone."""
    tab_to(page, "#body")
    page.keyboard.type(TEXT)
    tab_to(page, "[name=shown_as]")
    page.keyboard.press("Space")
    tab_to(page, "#name")
    page.keyboard.type("Ada Beispiel")
    tab_to(page, "[name=group_code]")
    page.keyboard.press("Space")
    tab_to(page, "#email")
    page.keyboard.type("ada@post.example")
    tab_to(page, "#consent")
    page.keyboard.press("Space")
    page.wait_for_timeout(LEAST_READING_MILLISECONDS)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")


def test_a_comment_by_keyboard_on_a_phone(visitor: Visitor, committed: Session, idea: Idea, moderator: Person) -> None:
    page = visitor.page(f"/ideen/{idea.reference}", width=PHONE)
    tab_to(page, "a[href$='/kommentieren']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kommentieren")
    fill_comment(page)
    page.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach.").wait_for()
    page.goto(letter_link(committed, "feedback_confirm"))
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.get_by_text("Danke, Ihre Adresse ist bestätigt.").wait_for()

    desk = visitor.page("/anmelden")
    get_in(desk, moderator)
    desk.goto("/moderation/rueckmeldungen")
    tab_to(desk, "main table a")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/rueckmeldungen/*")
    tab_to(desk, "main form[action$=veroeffentlichen] button")
    desk.keyboard.press("Enter")
    desk.get_by_text("Der Kommentar ist veröffentlicht.").wait_for()

    page.goto(f"/ideen/{idea.reference}")
    page.get_by_text(TEXT).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_support_by_keyboard_on_a_phone(visitor: Visitor, committed: Session, idea: Idea) -> None:
    page = visitor.page(f"/ideen/{idea.reference}/unterstuetzen", width=PHONE, lang="en")
    tab_to(page, "[name=group_code]")
    page.keyboard.press("Space")
    tab_to(page, "#email")
    page.keyboard.type("bea@post.example")
    tab_to(page, "#consent")
    page.keyboard.press("Space")
    page.wait_for_timeout(LEAST_READING_MILLISECONDS)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Please look into your mailbox.").wait_for()
    page.goto(letter_link(committed, "support_confirm"))
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.get_by_text("Thank you, your address is confirmed.").wait_for()
    page.goto(f"/ideen/{idea.reference}?lang=en")
    page.get_by_text("1 supporter").first.wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", PHONE)])
def test_axe_finds_nothing_on_the_pages_of_voices(
    visitor: Visitor, committed: Session, idea: Idea, moderator: Person, scheme: Scheme, width: int
) -> None:
    now = datetime.now(UTC)
    first = public_comment(idea, now)
    public_comment(idea, now, answers_id=first.id, address="bea@post.example", language="en")
    answer(first.id, actor_id=moderator.id, text="Sie sind eingeladen.", seen_revision=first.revision, now=now)
    counted_support(idea, "cid@post.example", now, "business")
    general = confirm(submit(general_draft(), proven=None, now=now).id, now)
    waiting = waiting_comment(idea, now, address="dan@post.example")
    unread = submit(comment_draft(idea, address="eva@post.example"), proven=None, now=now)
    mine = f"/beitraege/{pass_of(first.voice)}"
    reference, ids = idea.reference, (first.id, general.id, waiting.id)
    assert unread.state == "unconfirmed"
    committed.commit()
    page = visitor.page("/anmelden", width=width, scheme=scheme)
    get_in(page, moderator)
    pages = [
        *(
            f"/ideen/{reference}{path}"
            for path in ("", "/unterstuetzen", "/kommentieren", f"/kommentieren?antwort={ids[0]}")
        ),
        *("/rueckmeldung", "/einblicke", "/beitraege/bestaetigen/forged"),
        *(f"{mine}{path}" for path in ("", f"/beitrag/{ids[0]}/bearbeiten", f"/beitrag/{ids[0]}/zuruecknehmen")),
        *("/moderation/rueckmeldungen", *(f"/moderation/rueckmeldungen/{number}" for number in ids)),
    ]
    assert violations(page, pages) == []
    for path in pages:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_errors_take_the_focus_and_keep_what_was_typed(visitor: Visitor, committed: Session, idea: Idea) -> None:
    page = visitor.page(f"/ideen/{idea.reference}/kommentieren", width=PHONE)
    page.locator("#body").fill(TEXT)
    page.locator("main button[type=submit]").click()
    page.locator("[data-error-summary]").wait_for()
    assert page.locator("#body").input_value() == TEXT
    assert committed.scalars(select(Contribution)).all() == []
