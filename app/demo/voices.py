"""Lets fictitious people comment on demo ideas and support them; one comment waits for the moderation."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.demo.ideas import NAMESPACE
from app.feedback.models import Contribution
from app.feedback.services import moderation, support, writing
from app.feedback.states import Kind, ShownAs
from app.ideas.models import Idea


def raise_voices(file: Mapping[str, Any], ideas: Mapping[str, Idea], moderator: int, now: datetime) -> None:
    """Comments, one of them answered, and supports; each address is confirmed as a letter would do it."""
    for number, entry in enumerate(file["demo_comments"]):
        at = now - timedelta(days=9 - number)
        comment = _write(entry, ideas[entry["idea"]], f"stimme-{number}@demo.example", at)
        comment = moderation.approve(comment.id, actor_id=moderator, seen_revision=comment.revision, now=at)
        if "answer" in entry:
            text, seen = entry["answer"], comment.revision
            moderation.answer(comment.id, actor_id=moderator, text=text, seen_revision=seen, now=at)
    waiting = file["demo_waiting_comment"]
    _write(waiting, ideas[waiting["idea"]], "stimme-wartet@demo.example", now - timedelta(hours=5))
    for title, groups in file["demo_supports"].items():
        for number, group in enumerate(groups):
            _support(ideas[title], group, f"unterstuetzung-{number}@demo.example", now - timedelta(days=8))


def _write(entry: Mapping[str, Any], idea: Idea, address: str, at: datetime) -> Contribution:
    draft = writing.Draft(
        key=uuid.uuid5(NAMESPACE, entry["text"]),
        kind=Kind.COMMENT,
        body=entry["text"],
        group_code=entry["group"],
        language="de",
        address=address,
        name=entry["name"],
        organisation=entry["organisation"],
        shown_as=ShownAs(entry["shown_as"]),
        idea_id=idea.id,
    )
    return writing.confirm(writing.submit(draft, proven=None, now=at).id, at)


def _support(idea: Idea, group: str, address: str, at: datetime) -> None:
    key = uuid.uuid5(NAMESPACE, f"{idea.id} {address}")
    asked = support.request_support(
        idea.id, key=key, address=address, group_code=group, language="de", proven=None, now=at
    )
    support.confirm_support(asked.id, group, at)
