"""Filtering ideas without a new page: the address follows, the back button works, focus and voice keep up."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.ideas.states import IdeaState
from tests.browser.conftest import Visitor
from tests.factories import make_idea

pytestmark = pytest.mark.browser


def test_a_filter_by_keyboard(visitor: Visitor, committed: Session) -> None:
    make_idea(IdeaState.ASSESSMENT, action_field_code="BF")
    make_idea(IdeaState.ASSESSMENT, action_field_code="W")
    committed.commit()
    page = visitor.page("/ideen")
    page.evaluate("window.same = true")
    page.get_by_text("Filtern").press("Enter")
    page.locator("#feld-BF").press("Space")
    page.wait_for_url("**/ideen?*feld=BF*")
    page.get_by_role("heading", name="1 Idee", exact=True).wait_for()
    assert page.evaluate("window.same"), "the page was not loaded anew"
    assert page.evaluate("document.activeElement.id") == "feld-BF"
    assert page.locator("body > [role=status]").inner_text() == "1 Idee"
    page.locator("#feld-BF").press("Space")
    page.get_by_role("heading", name="2 Ideen", exact=True).wait_for()
    assert page.evaluate("document.activeElement.id") == "feld-BF"
    assert page.locator("#feld-BF").is_visible(), "the filters stay open while somebody uses them"
    page.go_back()
    page.get_by_role("heading", name="1 Idee", exact=True).wait_for()
    assert page.locator("#feld-BF").is_checked()


def test_a_print_button_where_there_is_a_script(visitor: Visitor, committed: Session) -> None:
    path = f"/ideen/{make_idea(IdeaState.ASSESSMENT).reference}"
    committed.commit()
    page = visitor.page(path)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Seite drucken").press("Enter")
    assert page.evaluate("window.printed")
    assert not visitor.page(path, scripts=False).get_by_role("button", name="Seite drucken").is_visible()
