"""Styles are written into templates once, and as css-inline would write them into each letter."""

from __future__ import annotations

import re

import css_inline
import html5lib
from flask import Flask

from app.mail import Letter
from app.mail.compose import compose
from app.mail.style import SHEET, inline


def _styles(html: str) -> list[tuple[str, dict[str, str]]]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    body = tree.find("body")
    assert body is not None
    return [(tag.tag, _declarations(tag.get("style", ""))) for tag in body.iter()]


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return {name.strip(): value.strip().replace("'", '"') for name, _, value in pairs}


def test_a_tag_gets_its_rules_and_jinja_is_left_alone() -> None:
    styled = inline('<p class="small" id="{{ f("a>b") }}">{% if a < b %}x{% endif %}</p><i>y</i>')
    assert styled.startswith('<p class="small" id="{{ f("a>b") }}" style="margin: 0 0 12px">')
    assert styled.endswith("{% if a < b %}x{% endif %}</p><i>y</i>")


def test_the_styles_are_those_of_a_full_inliner(app: Flask, specimen: Letter) -> None:
    with app.app_context():
        html = compose(specimen).html
    bare = re.sub(r' style="[^"]*"', "", html)
    assert "style=" not in bare
    sheet = SHEET.read_text(encoding="utf-8")
    reference = css_inline.CSSInliner(extra_css=sheet, inline_style_tags=False).inline(bare)
    assert _styles(html) == _styles(reference)
