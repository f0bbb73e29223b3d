"""The pages around the content: legal pages, languages, addresses."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from app.web.pages import CONTENT, PAGES, PLACEHOLDER, content_page


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_content_pages(client: FlaskClient, name: str, language: str) -> None:
    """Each exists in both languages, well-formed, with one heading of the first rank."""
    answer = client.get(f"/{name}?lang={language}")
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text)
    page = content_page(name, language)
    assert page is not None
    assert answer.text.count("<h1") == 1
    assert f"<title>{page.title} – " in answer.text


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*/*.md")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_placeholders_are_marked(client: FlaskClient, path: Path) -> None:
    """What only the operator knows is visible as a gap, and the page says that it is unfinished."""
    gaps = len(PLACEHOLDER.findall(path.read_text()))
    answer = client.get(f"/{path.stem}?lang={path.parent.name}")
    assert answer.text.count('<mark class="placeholder">') == gaps
    assert ("alert--warning" in answer.text) == (gaps > 0)


def test_both_languages_have_the_same_pages_and_headings() -> None:
    """A translation that lags behind is found."""
    for german in (CONTENT / "de").glob("*.md"):
        english = CONTENT / "en" / german.name
        assert english.read_text().count("\n## ") == german.read_text().count("\n## "), german.name


def test_language_is_german_unless_asked_otherwise(client: FlaskClient) -> None:
    """`?lang` wins over Accept-Language, which wins over German."""
    assert '<html lang="de">' in client.get("/impressum").text
    assert '<html lang="en">' in client.get("/impressum", headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="de">' in client.get("/impressum?lang=de", headers={"Accept-Language": "en"}).text


def test_language_switch_keeps_address_and_query(client: FlaskClient) -> None:
    """Changing the language loses neither the page nor the filter."""
    page = client.get("/impressum?a=1&a=2&b=%C3%A4&lang=de").text
    assert 'href="/impressum?a=1&amp;a=2&amp;b=%C3%A4&amp;lang=en"' in page
    assert 'hreflang="en"' in page


def test_explicit_language_is_carried_on(client: FlaskClient) -> None:
    """Links keep the language, so that no cookie is needed."""
    page = client.get("/impressum?lang=en").text
    assert 'href="/datenschutz?lang=en"' in page


def test_canonical_and_alternate_addresses(client: FlaskClient) -> None:
    """Search engines learn the one address of each language, without the filter."""
    page = client.get("/impressum?lang=en&x=1").text
    assert '<link rel="canonical" href="http://konvent.example/impressum?lang=en">' in page
    assert '<link rel="alternate" hreflang="de" href="http://konvent.example/impressum?lang=de">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://konvent.example/impressum">' in page


def test_an_error_page_has_no_address_to_hand_on(client: FlaskClient) -> None:
    """And asks search engines to forget it."""
    page = client.get("/gibt-es-nicht").text
    assert "canonical" not in page
    assert "noindex" in page


def test_robots_keep_out_of_signed_links(client: FlaskClient) -> None:
    """Every page with somebody's token is closed to them."""
    text = client.get("/robots.txt").text
    assert {"Disallow: /status/", "Disallow: /bestaetigen/", "Disallow: /antwort/", "Disallow: /abmelden/"} <= set(
        text.splitlines()
    )
