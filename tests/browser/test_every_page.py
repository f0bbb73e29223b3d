"""Every page in its states: axe (WCAG 2.2 AA and best practice) and html5lib find nothing, nothing scrolls sideways."""

from __future__ import annotations

from urllib.parse import urlencode

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Response, Route
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.members.models import Person, Role
from tests.architecture.addresses import some_address
from tests.architecture.good_links import GOOD_LINKS
from tests.browser.conftest import Scheme, Visitor
from tests.browser.pages import EXCUSED, LOOKS, Look
from tests.browser.scene import Scene, full_scene
from tests.browser.test_shell import RULES
from tests.factories import make_person, sign_in

pytestmark = pytest.mark.browser
MODES: tuple[tuple[Scheme, int], ...] = (("light", 1280), ("dark", 360))


@pytest.fixture
def me(committed: Session) -> Person:
    """Somebody with every role."""
    person = make_person(*Role, name="Mona Moderation")
    committed.commit()
    return person


@pytest.fixture
def client(app: Flask, me: Person, committed: Session) -> FlaskClient:
    """A browser without looks, signed in; what it has begun the other one goes on with."""
    client = app.test_client()
    sign_in(client, me)
    committed.commit()
    return client


def open_as(client: FlaskClient, visitor: Visitor, scheme: Scheme, width: int, lang: str = "de") -> Page:
    """A browser in the place of the client."""
    page = visitor.page("/impressum", width=width, scheme=scheme, lang=lang)
    cookie = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": visitor.address}])
    return page


def go(page: Page, path: str, data: str | None = None) -> Response:
    """Open a page, or what it answers to a form."""
    if data is None:
        answer = page.goto(path)
    else:
        form = {"content-type": "application/x-www-form-urlencoded"}

        def post(route: Route) -> None:
            route.continue_(method="POST", post_data=data, headers=route.request.headers | form)

        page.route(f"**{path}", post, times=1)
        answer = page.goto(path)
    assert answer is not None
    return answer


def faults(page: Page, answer: Response, width: int) -> list[str]:
    """What is wrong with the page that stands there."""
    found = [
        f"{rule['id']} {rule['nodes'][0]['html'][:200]}"
        for rule in Axe().run(page, options=RULES).response["violations"]
    ]
    try:
        html5lib.HTMLParser(strict=True).parse(answer.text())
    except html5lib.html5parser.ParseError as fault:
        found.append(f"html5lib: {fault}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"{wide} pixels wide"] if wide > width else found


def look(page: Page, scene: Scene, wanted: Look, width: int) -> list[str]:
    data = urlencode(wanted.data(scene), doseq=True) if wanted.data else None
    answer = go(page, wanted.path(scene), data)
    wrong = [] if answer.status == wanted.status else [f"answered {answer.status}, not {wanted.status}"]
    return [f"{wanted.name}: {fault}" for fault in [*wrong, *faults(page, answer, width)]]


def with_variable_part(rule: Rule) -> bool:
    return not rule.arguments <= set(rule.defaults or ())


def readable(app: Flask) -> list[Rule]:
    """Every address that can be read, once for each endpoint."""
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return [rules[endpoint] for endpoint in sorted(rules) if endpoint not in EXCUSED]


def test_every_page_is_looked_at_or_excused(app: Flask, client: FlaskClient, me: Person, committed: Session) -> None:
    """A new page with a variable part in its address needs a row in pages.py or good_links.py."""
    scene = full_scene(me, client)
    committed.commit()
    matcher = app.url_map.bind("house")
    rows = {
        matcher.match(look.path(scene).partition("?")[0], method="POST" if look.data else "GET")[0]
        for looks in LOOKS.values()
        for look in looks
    }
    missing = [rule.endpoint for rule in readable(app) if with_variable_part(rule)]
    assert [endpoint for endpoint in missing if endpoint not in rows | set(GOOD_LINKS)] == []
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= set(EXCUSED)


@pytest.mark.parametrize(("scheme", "width"), MODES)
@pytest.mark.parametrize("part", LOOKS)
def test_axe_finds_nothing_in_any_state(
    visitor: Visitor, client: FlaskClient, me: Person, committed: Session, part: str, scheme: Scheme, width: int
) -> None:
    scene = full_scene(me, client)
    committed.commit()
    page = open_as(client, visitor, scheme, width)
    found = []
    for wanted in LOOKS[part]:
        found += look(page, scene, wanted, width)
        # What was just sent may have been refused, but never changes what the next row is about.
        committed.expire_all()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("scheme", "width", "lang"), [("light", 1280, "de"), ("dark", 360, "en")])
@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
def test_axe_finds_nothing_on_pages_found_by_themselves(
    app: Flask,
    visitor: Visitor,
    client: FlaskClient,
    me: Person,
    committed: Session,
    scheme: Scheme,
    width: int,
    lang: str,
    full: bool,
) -> None:
    """Everything that staff can open without knowing a number, and what links from letters lead to."""
    if full:
        full_scene(me, client)
    addresses = []
    for rule in readable(app):
        if not with_variable_part(rule):
            addresses.append(rule.rule)
        elif full and rule.endpoint in GOOD_LINKS:
            addresses.append(some_address(app, rule, GOOD_LINKS[rule.endpoint]()))
    committed.commit()
    page = open_as(client, visitor, scheme, width, lang)
    found = []
    for path in addresses:
        if "text/html" not in client.get(path).content_type:
            continue
        answer = go(page, path)
        found += [f"{path}: {fault}" for fault in faults(page, answer, width)]
    assert not found, "\n".join(found)
