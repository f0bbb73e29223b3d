"""Writes the letters' style sheet into the tags of their templates, once, when Jinja compiles them.

Mail programs drop style sheets, so every tag carries its own style. Doing that to each finished letter costs
a parse of all its HTML; doing it to the template costs nothing per letter (ADR 0010).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2.ext import Extension

SHEET = Path(__file__).parent / "templates/mail/letter.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# A start tag in Jinja source: what stands in {{ }} and {% %} is passed over, whatever quotes are in it.
_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\{\{.*?\}\}|\{%.*?%\}|[^<>])*?)(/?)>", re.S)
_CLASS = re.compile(r'\sclass="([^"{]*)"')
_LETTER = re.compile(r"(^mail/(layout|macros)\.html$)|(/mails/[^/]+/body\.html$)")


class InlineStyles(Extension):
    """Jinja's hook on a template's source before it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The source with styles in its tags, if it is a letter's."""
        return inline(source) if name and _LETTER.search(name) else source


def inline(source: str) -> str:
    """Jinja HTML with `style` written into each start tag that the sheet has rules for."""
    return _TAG.sub(_styled, source)


def _styled(tag: re.Match[str]) -> str:
    name, attributes, close = tag.groups()
    found = _CLASS.search(attributes)
    style = _style_of(name, tuple(found[1].split()) if found else ())
    return f'<{name}{attributes} style="{style}"{close}>' if style else tag[0]


@cache
def _style_of(tag: str, classes: tuple[str, ...]) -> str:
    # The cascade in small: a tag's rule, then its classes', then those of both together.
    wanted = [tag, *(f".{name}" for name in classes), *(f"{tag}.{name}" for name in classes)]
    declarations: dict[str, str] = {}
    for selector in wanted:
        declarations |= _rules().get(selector, {})
    return "; ".join(f"{name}: {value}" for name, value in declarations.items())


@cache
def _rules() -> dict[str, dict[str, str]]:
    sheet = _COMMENT.sub("", SHEET.read_text(encoding="utf-8"))
    return {selector.strip(): _declarations(body) for selector, body in _RULE.findall(sheet)}


def _declarations(body: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in body.split(";") if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}
