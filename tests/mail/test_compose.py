"""A letter in words: the recipient's language, one-line subjects, a text that says what the HTML says."""

from __future__ import annotations

import warnings
from dataclasses import replace

import html5lib
from flask import Flask

from app.mail import Letter
from app.mail.compose import compose, one_line
from tests.mail.conftest import in_english


def test_html_and_text_say_the_same(app: Flask, specimen: Letter) -> None:
    with app.app_context():
        words = compose(specimen)
    assert words.subject == "Probe RK-2026-00042: Werkstatt & mehr"
    for said in (
        "Guten Tag Jana Musterfrau,",
        "zweite Zeile",
        "https://konvent.example/status/abc",
        "Warum erhalte ich",
    ):
        assert said in words.text
        assert said in words.html
    assert "Telefon" not in words.text + words.html
    assert "Werkstatt &amp; mehr" in words.html
    assert "Werkstatt & mehr" in words.text


def test_the_layout_speaks_english_to_those_who_read_it(app: Flask, specimen: Letter) -> None:
    with app.app_context():
        words = compose(in_english(specimen))
    assert '<html lang="en"' in words.html
    assert "Why am I receiving this message?" in words.html
    assert "Why am I receiving this message?" in words.text


def test_the_html_is_valid_and_loads_nothing(app: Flask, specimen: Letter) -> None:
    with app.app_context():
        html = compose(specimen).html
    parser = html5lib.HTMLParser(strict=True)
    with warnings.catch_warnings():
        parser.parse(html)
    assert "src=" not in html
    assert "url(" not in html


def test_what_people_paste_stays_text(app: Flask, specimen: Letter) -> None:
    hostile = {**specimen.facts, "title": "a\r\nBcc: x@y.example\x00\u202e<script>"}
    with app.app_context():
        words = compose(replace(specimen, facts=hostile))
    assert words.subject == "Probe RK-2026-00042: a Bcc: x@y.example<script>"
    assert "\x00" not in words.text + words.html
    assert "<script>" not in words.html


def test_one_line_keeps_words_apart() -> None:
    assert one_line(" a\n b\u2028c\x85d ") == "a b c d"
