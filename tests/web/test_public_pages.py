"""What is true of every page that anybody can read."""

from __future__ import annotations

import re

import html5lib
from flask import Flask
from flask.testing import FlaskClient

from tests.pages import has_form, public_pages, public_paths


def test_every_page_is_well_formed(app: Flask, client: FlaskClient) -> None:
    """html5lib finds no error, in both languages."""
    for path in public_pages(app, client):
        for language in ("de", "en"):
            html5lib.HTMLParser(strict=True).parse(client.get(f"{path}?lang={language}").text)


def test_reading_sets_no_cookie(app: Flask, client: FlaskClient) -> None:
    """Neither pages nor feeds nor files; only a page that asks for input may need one."""
    for path in public_paths(app):
        answer = client.get(path)
        if not (answer.mimetype == "text/html" and has_form(answer.text)):
            assert "Set-Cookie" not in answer.headers, path


def test_every_page_has_its_own_title_and_one_heading(app: Flask, client: FlaskClient) -> None:
    """Titles tell tabs apart; headings tell where one is."""
    titles: dict[str, str] = {}
    for path, html in public_pages(app, client).items():
        title = re.findall(r"<title>(.*?)</title>", html, re.DOTALL)
        assert len(title) == 1, path
        assert title[0] not in titles, f"{path} and {titles[title[0]]}"
        titles[title[0]] = path
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        description = re.findall(r'<meta name="description" content="([^"]+)"', html)
        assert len(description) == 1, path
        assert len(description[0]) <= 200, path


def test_no_page_has_inline_code_or_style(app: Flask, client: FlaskClient) -> None:
    """The policy would refuse it; the page would look broken."""
    for path, html in public_pages(app, client).items():
        assert not re.search(r"<[^>]+\s(style|on\w+|hx-on[^=]*)=", html), path
        assert "<style" not in html, path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html)), path
