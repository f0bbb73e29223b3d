"""Pages from Markdown files that an office can edit (content/de, content/en), and the sign of life."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.i18n import current_language
from app.web.access import public

CONTENT = Path(__file__).parents[2] / "content"
PAGES = ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache")
# Facts that only the operator knows: [[Name der verantwortlichen Stelle]].
PLACEHOLDER = re.compile(r"\[\[([^\]]+)\]\]")
MARK = r'<mark class="placeholder">\1</mark>'

blueprint = Blueprint("pages", __name__)
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A page made of a Markdown file: its first heading, its first paragraph, the rest as HTML."""

    title: str
    lead: str
    body: Markup
    unfinished: bool


@lru_cache(maxsize=32)
def _read(path: Path, _changed: float) -> ContentPage:
    source = path.read_text(encoding="utf-8")
    heading, _, rest = source.partition("\n")
    lead, _, text = rest.strip().partition("\n\n")
    html = PLACEHOLDER.sub(MARK, _markdown.render(text))
    return ContentPage(
        title=heading.lstrip("# ").strip(),
        lead=" ".join(lead.split()),
        body=Markup(html),  # noqa: S704 - Markdown with raw HTML switched off, written by the office
        unfinished=bool(PLACEHOLDER.search(source)),
    )


def content_page(name: str, language: str) -> ContentPage | None:
    """The named page in a language; German stands in for a missing translation."""
    for code in (language, "de"):
        path = CONTENT / code / f"{name}.md"
        if path.is_file():
            return _read(path, path.stat().st_mtime)
    return None


@public
def show(name: str) -> ResponseReturnValue:
    """One of the content pages."""
    page = content_page(name, current_language())
    if page is None:
        abort(404)
    return render_template("web/content.html", page=page, name=name)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers; says nothing about the database (that is /readyz)."""
    return {"status": "alive"}


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Search engines may read what is public; signed links are nobody's business."""
    closed = (
        "/status/",
        "/beitraege/",
        "/bestaetigen/",
        "/antwort/",
        "/abmelden/",
        "/anmelden",
        "/konto",
        "/moderation",
        "/umlauf",
        "/auftrag/",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return current_app.response_class("\n".join(lines) + "\n", mimetype="text/plain")


for _name in PAGES:
    blueprint.add_url_rule(f"/{_name}", _name.replace("-", "_"), show, defaults={"name": _name})
