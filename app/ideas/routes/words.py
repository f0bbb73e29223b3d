"""What templates about ideas may call: names in the reader's language, sizes, addresses."""

from __future__ import annotations

from typing import Protocol

from flask import current_app, url_for
from markupsafe import Markup

from app.i18n import current_language
from app.ideas.links import STATUS
from app.ideas.models import Idea
from app.ideas.routes.blueprint import ideas
from app.ideas.texts import rendered
from app.web.links import sign

SUPPORT = "feedback.support"
KILOBYTE, MEGABYTE = 1024, 1024 * 1024


class _Named(Protocol):
    def name(self, language: str) -> str: ...


@ideas.app_template_filter("named")
def named(thing: _Named) -> str:
    """The name of an authority, a field or a goal in the reader's language."""
    return thing.name(current_language())


@ideas.app_template_filter("rendered")
def rendered_text(text: str) -> Markup:
    """Simple Markdown as safe HTML."""
    return rendered(text)


@ideas.app_template_filter("file_size")
def file_size(size: int) -> str:
    """12345678 bytes as „11,8 MB“ or “11.8 MB”."""
    unit, name = (MEGABYTE, "MB") if size >= MEGABYTE else (KILOBYTE, "KB")
    text = f"{size / unit:.1f} {name}" if size >= KILOBYTE else f"1 {name}"
    return text if current_language() == "en" else text.replace(".", ",")


@ideas.app_template_global("support_url")
def support_url(reference: str) -> str | None:
    """Where an idea is supported; None in a house without that room."""
    return url_for(SUPPORT, reference=reference) if SUPPORT in current_app.view_functions else None


@ideas.app_template_global("status_path")
def status_path(idea: Idea) -> str:
    """The submitter's own page about the idea."""
    return url_for("ideas.status", token=sign(STATUS, idea.id))


@ideas.app_template_global("annex_path")
def annex_path(reference: str) -> str:
    """Where staff opens the confidential annex of an idea."""
    return url_for("ideas.annex", reference=reference)
