"""Letters to moderators: what is new, what is late, what has come back to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.ideas.models import Idea
from app.mail import Letter, LetterKind, Recipient
from app.members.models import Person
from app.moderation.queries.duties import Listed, desk_link
from app.moderation.topics import NEW_IDEAS_TOPIC
from app.web.links import absolute

_QUEUE = "https://konvent.example/moderation"
_DUE = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)


_LINE = Listed("RK-2026-00042", "Schichtbus über Kreisgrenzen", _DUE)
_OTHER = Listed("RK-2026-00043", "Telemedizin-Stützpunkte", _DUE, mine=True)
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
    "overdue_ideas", "moderation", expires_after=timedelta(days=1), sample={"ideas": [_OTHER, _LINE], "url": _QUEUE}
)
ANSWERED = LetterKind("idea_answered", "moderation", sample={**_ONE, "answer": "Alle drei Gewerbegebiete an der A 72."})
WITHDRAWN = LetterKind("idea_withdrawn", "moderation", sample={**_ONE, "reason": "Wir haben es anders gelöst."})

KINDS = (NEW_IDEAS, OVERDUE_IDEAS, ANSWERED, WITHDRAWN)


def new_ideas(person: Person, ideas: Sequence[Listed], slot: str) -> Letter:
    """Ideas have come in since the last notice."""
    return _letter(NEW_IDEAS, person, f"person:{person.id}", slot, ideas=ideas, url=absolute("moderation.queue"))


def overdue_ideas(person: Person, ideas: Sequence[Listed], slot: str) -> Letter:
    """The deadlines of these ideas have passed; once a day while they have."""
    url = absolute("moderation.queue", ansicht="ueberfaellig")
    return _letter(OVERDUE_IDEAS, person, f"person:{person.id}", slot, ideas=ideas, url=url)


def answered(person: Person, idea: Idea, revision: int, answer: str) -> Letter:
    """The submitter has answered the moderator's question."""
    return _letter(ANSWERED, person, f"idea:{idea.id}", str(revision), **_about(idea), answer=answer)


def withdrawn(person: Person, idea: Idea, revision: int, reason: str) -> Letter:
    """The submitter has withdrawn an idea that the moderator was working on."""
    return _letter(WITHDRAWN, person, f"idea:{idea.id}", str(revision), **_about(idea), reason=reason)


def _about(idea: Idea) -> dict[str, object]:
    return {"reference": idea.reference, "title": idea.title, "url": desk_link(idea.reference or "")}


def _letter(kind: LetterKind, person: Person, about: str, slot: str, /, **facts: object) -> Letter:
    recipient = Recipient(person.email, person.name, person.language or "de", person.id)
    return Letter(kind, recipient, about, facts, slot=slot)
