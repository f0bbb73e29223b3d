"""What digests add to the page of an idea: the way to follow it."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.ideas.news import subject_of
from app.ideas.sections import IdeaOnPage, IdeaSection


def follow_section(idea: IdeaOnPage, _now: datetime) -> IdeaSection:
    """A line with one link; it asks the database nothing."""
    return IdeaSection(("follow", idea.reference), lambda: _draw(subject_of(idea.reference)))


def _draw(key: str) -> Markup:
    return Markup(render_template("digests/section.html", key=key))  # noqa: S704  our own template, which escapes
