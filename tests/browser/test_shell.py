"""Header, footer and page: accessible, without sideways scrolling, by keyboard, without strangers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from app.ideas.states import IdeaState
from app.members.models import Role
from tests import factories
from tests.browser.conftest import Scheme, Visitor
from tests.pages import public_pages

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
WIDE, PHONE, NARROWEST = 1280, 360, 320
ONE_LINE = 60
LONG_TITLE = "Landkreisübergreifendes Fachkräftequalifizierungszentrum für die Zulieferindustrie"
PUBLIC_STATES = (
    *(IdeaState.ASSESSMENT, IdeaState.SCHEDULED, IdeaState.IN_SESSION, IdeaState.FLAGSHIP, IdeaState.ADOPTED),
    *(IdeaState.DEFERRED, IdeaState.NOT_ADOPTED, IdeaState.IN_PROGRESS, IdeaState.DONE, IdeaState.STOPPED),
)


def paths(app: Flask) -> list[str]:
    """Every public page, and one that does not exist."""
    return [*public_pages(app, app.test_client()), "/gibt-es-nicht"]


def fill(session: Session) -> list[str]:
    """Put ideas in every public state, with long words; returns their addresses."""
    ideas = [factories.make_idea(state, title=LONG_TITLE) for state in PUBLIC_STATES]
    session.commit()
    return [f"/ideen/{idea.reference}" for idea in ideas]


def violations(page: Page, addresses: list[str]) -> list[str]:
    """What axe has against these pages."""
    found = []
    for path in addresses:
        page.goto(path)
        report = Axe().run(page, options=RULES)
        found += [f"{path}: {rule['id']} {rule['nodes'][0]['html']}" for rule in report.response["violations"]]
    return found


@pytest.mark.parametrize("width", [PHONE, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(app: Flask, visitor: Visitor, committed: Session, scheme: Scheme, width: int) -> None:
    """WCAG 2.2 AA and best practice, on every public page and on ideas in every state."""
    ideas = fill(committed)
    page = visitor.page(width=width, scheme=scheme)
    assert violations(page, [*paths(app), *ideas]) == []


def test_axe_finds_nothing_in_an_empty_house(app: Flask, visitor: Visitor) -> None:
    """Nothing submitted yet, nobody appointed."""
    assert violations(visitor.page(), paths(app)) == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_scrolls_sideways(app: Flask, visitor: Visitor, committed: Session, lang: str) -> None:
    """320 pixels are enough for every page, also with long German words (WCAG 1.4.10)."""
    ideas = fill(committed)
    page = visitor.page(width=NARROWEST, lang=lang)
    too_wide = []
    for path in [*paths(app), *ideas]:
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        too_wide += [f"{path}: {width}"] if width > NARROWEST else []
    assert too_wide == []


def test_the_first_stop_of_the_keyboard_skips_the_navigation(visitor: Visitor) -> None:
    """Tab, Enter, and one is in the content."""
    page = visitor.page("/impressum")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_the_menu_opens_and_closes_by_keyboard_without_script(visitor: Visitor) -> None:
    """A popover of the browser: Enter opens it, Escape closes it, the focus comes back."""
    page = visitor.page("/impressum", width=PHONE, scripts=False)
    menu = page.locator("#hauptmenue")
    assert not menu.is_visible()
    page.locator(".menu-button").focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()


def test_on_a_wide_screen_the_navigation_is_simply_there(visitor: Visitor) -> None:
    """No button, no popover."""
    page = visitor.page("/impressum")
    assert not page.locator(".menu-button").is_visible()
    assert page.locator(".site-nav .site-tools").is_visible()


def test_the_tab_order_is_the_order_on_the_page(visitor: Visitor) -> None:
    """From top to bottom; back up by more than one line only into the next column to the right."""
    page = visitor.page("/impressum")
    page.keyboard.press("Tab")
    places = []
    while page.evaluate("!['BODY', 'HTML'].includes(document.activeElement.tagName)"):
        box = page.evaluate("(({left, top}) => [left, top + scrollY])(document.activeElement.getBoundingClientRect())")
        places.append(tuple(box))
        page.keyboard.press("Tab")
    assert len(places) > 5
    for (left, top), (next_left, next_top) in pairwise(places[1:]):
        assert next_top >= top - ONE_LINE or next_left > left, places


def test_text_at_twice_its_size_still_fits(app: Flask, visitor: Visitor) -> None:
    """WCAG 1.4.4: the reader's own font size of 32 px loses nothing sideways at 1280."""
    page = visitor.page()
    for path in paths(app):
        page.goto(path)
        page.evaluate("document.documentElement.setAttribute('class', 'twice')")
        page.evaluate("[...document.styleSheets].at(-1).insertRule('.twice { font-size: 200% }')")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDE, path


def test_the_account_menu_opens_by_keyboard_and_ends_the_session(
    app: Flask, visitor: Visitor, committed: Session
) -> None:
    """Signed in, the way to one's own pages and out again is one key away, also on a phone."""
    client = app.test_client()
    factories.sign_in(client, factories.make_person(Role.MODERATOR))
    committed.commit()
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    for width in (WIDE, PHONE):
        page = visitor.page("/impressum", width=width)
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": visitor.address}])
        page.reload()
        if width == PHONE:
            page.locator(".menu-button").press("Enter")
        page.get_by_role("button", name="Mein Konto").press("Enter")
        menu = page.locator("#kontomenue")
        assert menu.is_visible()
        assert Axe().run(page, options=RULES).violations_count == 0
        menu.get_by_role("link", name="Konto und Einstellungen").press("Enter")
        page.wait_for_url("**/konto")
    page.locator(".menu-button").press("Enter")
    page.get_by_role("button", name="Mein Konto").press("Enter")
    page.get_by_role("button", name="Abmelden").press("Enter")
    page.wait_for_url(lambda url: "/konto" not in url)
    assert page.get_by_role("button", name="Mein Konto").count() == 0


def test_an_error_behind_htmx_takes_the_place_of_the_content(visitor: Visitor) -> None:
    """The page stands, its head stays, and the error says what to do: nothing is stuffed into a part."""
    page = visitor.page("/ideen")
    page.route("**/ideen?*", lambda route: route.continue_(url=f"{visitor.address}/gibt-es-nicht"))
    page.get_by_label("Ideen durchsuchen").fill("Bus")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("heading", name="Diese Seite gibt es hier nicht.").wait_for()
    assert page.locator("main").count() == 1
    assert page.locator(".site-head").count() == 1


def test_counters_count_as_the_server_does(visitor: Visitor) -> None:
    """Left over while typing, too many in words; a character beyond 16 bits is one character."""
    page = visitor.page("/ideen/neu")
    title = page.get_by_label("Titel")
    title.fill("😀" * 149)
    assert page.locator("[data-counter]").first.inner_text() == "Noch 1 Zeichen"
    title.fill("😀" * 152)
    assert page.locator("[data-counter]").first.inner_text() == "2 Zeichen zu viel"
