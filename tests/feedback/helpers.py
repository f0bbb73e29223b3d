"""Contributions and supports in the states that tests want, made by the services themselves."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.feedback.models import Contribution, Support
from app.feedback.services import Draft, approve, confirm, confirm_support, request_support, submit
from app.feedback.states import Kind, ShownAs, Topic
from app.ideas.models import Idea
from app.members.models import Role
from tests.factories import make_person

TEXT = "Das gelingt nur gemeinsam mit den Berufsschulen."


def comment_draft(idea: Idea, **facts: Any) -> Draft:
    """What the comment form says."""
    draft = Draft(
        key=uuid.uuid4(),
        kind=Kind.COMMENT,
        body=TEXT,
        group_code="science",
        language="de",
        address="ada@post.example",
        name="Ada Beispiel",
        shown_as=ShownAs.NAME,
        idea_id=idea.id,
    )
    return replace(draft, **facts)


def general_draft(**facts: Any) -> Draft:
    """What the general form says."""
    draft = Draft(
        key=uuid.uuid4(),
        kind=Kind.GENERAL,
        body="Die Karte lässt sich mit der Tastatur nicht bedienen.",
        group_code="society",
        language="de",
        address="ada@post.example",
        topic=Topic.ACCESSIBILITY,
    )
    return replace(draft, **facts)


def waiting_comment(idea: Idea, now: datetime, **facts: Any) -> Contribution:
    """A confirmed comment that the moderation has not read."""
    return confirm(submit(comment_draft(idea, **facts), proven=None, now=now).id, now)


def public_comment(idea: Idea, now: datetime, **facts: Any) -> Contribution:
    """A comment that everybody reads."""
    waiting = waiting_comment(idea, now, **facts)
    moderator = make_person(Role.MODERATOR)
    return approve(waiting.id, actor_id=moderator.id, seen_revision=waiting.revision, now=now)


def asked_support(idea: Idea, address: str, now: datetime, group: str = "society") -> Support:
    """A support whose letter nobody has confirmed."""
    return request_support(
        idea.id, key=uuid.uuid4(), address=address, group_code=group, language="de", proven=None, now=now
    )


def counted_support(idea: Idea, address: str, now: datetime, group: str = "society") -> Support:
    """A support that counts."""
    return confirm_support(asked_support(idea, address, now, group).id, group, now)
