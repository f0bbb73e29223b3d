"""Letters to moderators: what is new, what is late, what has come back to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.ideas.models import Idea
from app.mail import Letter, LetterKind, Recipient
from app.members.models import Person
from app.moderation.queries.duties import Listed, Unread, desk_link
from app.moderation.queries.waiting import Waiting
from app.moderation.topics import NEW_IDEAS_TOPIC
from app.web.links import absolute

_QUEUE = "https://konvent.example/moderation"
_DUE = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)


_LINE = Listed("RK-2026-00042", "Schichtbus über Kreisgrenzen", _DUE)
_OTHER = Listed("RK-2026-00043", "Telemedizin-Stützpunkte", _DUE, mine=True)
_COMMENT, _GENERAL = Unread(7, "Schichtbus über Kreisgrenzen", _DUE), Unread(8, None, _DUE)
_ONE = {"reference": _LINE.reference, "title": _LINE.title, "url": f"{_QUEUE}/{_LINE.reference}"}

# Old news about the queue would only mislead: whoever looks sees the queue itself.
NEW_IDEAS = LetterKind(
    "new_ideas",
    "moderation",
    topic=NEW_IDEAS_TOPIC.name,
    expires_after=timedelta(days=1),
    sample={"ideas": [_LINE, _OTHER], "url": _QUEUE},
)
OVERDUE_IDEAS = LetterKind(
    "overdue_ideas",
    "moderation",
    expires_after=timedelta(days=1),
    sample={"ideas": [_OTHER, _LINE], "unread": [_COMMENT, _GENERAL], "url": _QUEUE},
)
WAITING = LetterKind(
    "matters_waiting",
    "moderation",
    expires_after=timedelta(days=1),
    sample={"waiting": Waiting((_LINE,), (_OTHER,), (_COMMENT, _GENERAL)), "number": 4, "url": _QUEUE},
)
ANSWERED = LetterKind("idea_answered", "moderation", sample={**_ONE, "answer": "Alle drei Gewerbegebiete an der A 72."})
WITHDRAWN = LetterKind(
    "idea_withdrawn", "moderation", sample={**_ONE, "reason": "Wir haben es anders gelöst.", "claimed": True}
)

KINDS = (NEW_IDEAS, OVERDUE_IDEAS, WAITING, ANSWERED, WITHDRAWN)


def new_ideas(person: Person, ideas: Sequence[Listed], slot: str) -> Letter:
    """Ideas have come in since the last notice."""
    return _letter(NEW_IDEAS, person, f"person:{person.id}", slot, ideas=ideas, url=absolute("moderation.queue"))


def overdue_ideas(person: Person, ideas: Sequence[Listed], unread: Sequence[Unread], slot: str) -> Letter:
    """The deadlines of these ideas and contributions have passed; once a day while they have."""
    only_unread = absolute("moderation.contributions")
    url = absolute("moderation.queue", ansicht="ueberfaellig") if ideas else only_unread
    return _letter(OVERDUE_IDEAS, person, f"person:{person.id}", slot, ideas=ideas, unread=unread, url=url)


def matters_waiting(person: Person, waiting: Waiting, slot: str) -> Letter:
    """Decisions wait for a second person, objections for an answer, contributions for a reader."""
    ideas = waiting.proposals or waiting.objections
    url = absolute("moderation.queue") if ideas else absolute("moderation.contributions")
    facts = {"waiting": waiting, "number": len(waiting.keys), "url": url}
    return _letter(WAITING, person, f"person:{person.id}", slot, **facts)


def answered(person: Person, idea: Idea, revision: int, answer: str) -> Letter:
    """The submitter has answered the moderator's question."""
    return _letter(ANSWERED, person, f"idea:{idea.id}", str(revision), **_about(idea), answer=answer)


def withdrawn(person: Person, idea: Idea, revision: int, reason: str) -> Letter:
    """The submitter has withdrawn an idea: to who works on it, else to all moderators."""
    facts = {**_about(idea), "reason": reason, "claimed": idea.claimed_by_id == person.id}
    return _letter(WITHDRAWN, person, f"idea:{idea.id}", str(revision), **facts)


def _about(idea: Idea) -> dict[str, object]:
    return {"reference": idea.reference, "title": idea.title, "url": desk_link(idea.reference or "")}


def _letter(kind: LetterKind, person: Person, about: str, slot: str, /, **facts: object) -> Letter:
    recipient = Recipient(person.email, person.name, person.language or "de", person.id)
    return Letter(kind, recipient, about, facts, slot=slot)
