"""Addresses of an idea that go into letters."""

from __future__ import annotations

from app.ideas.models import Idea
from app.web.links import absolute, sign

STATUS = "status"


def status_link(idea: Idea) -> str:
    """The submitter's own page about the idea: no account, whoever holds the link may answer and withdraw."""
    return absolute("ideas.status", token=sign(STATUS, idea.id), lang=idea.language)
