"""Addresses of an idea that go into letters."""

from __future__ import annotations

from app.ideas.models import Idea
from app.web.links import absolute, sign

STATUS = "status"
CONFIRMATION = "idea-confirmation"


def status_link(idea: Idea) -> str:
    """The submitter's own page about the idea: no account, whoever holds the link may answer and withdraw."""
    return absolute("ideas.status", token=sign(STATUS, idea.id), lang=idea.language)


def confirmation_link(idea: Idea) -> str:
    """Confirms one address for one idea; a corrected address needs a link of its own."""
    token = sign(CONFIRMATION, idea.id, idea.contact_email)
    return absolute("ideas.confirm", token=token, lang=idea.language)


def draft_link(token: str, language: str) -> str:
    """Back to a draft, from any device."""
    return absolute("ideas.resume_draft", token=token, lang=language)
