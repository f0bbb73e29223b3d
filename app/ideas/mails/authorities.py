"""Letters to those who sit in the convention for an authority: an idea concerns their district."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.i18n import DEFAULT_LANGUAGE
from app.ideas.models import Idea
from app.ideas.queries.visibility import is_publicly_readable
from app.mail import Letter, LetterKind, Recipient
from app.members.models import Person
from app.web.links import absolute

ASSESSMENT_BEGINS = LetterKind(
    "idea_concerns_authority",
    "ideas",
    expires_after=timedelta(days=14),
    sample={
        "reference": "RK-2026-00042",
        "title": "Schichtbus über Kreisgrenzen",  # not a text
        "places": ["Landkreis Mittelsachsen", "Landkreis Zwickau"],
        "due_at": datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC),
        "url": "https://konvent.example/ideen/RK-2026-00042",
    },
)
KINDS = (ASSESSMENT_BEGINS,)


def assessment_begins(person: Person, idea: Idea, revision: int, now: datetime) -> Letter:
    """An idea has passed the formal check; while it is not public, the letter keeps its words to itself."""
    language = person.language or DEFAULT_LANGUAGE
    public = is_publicly_readable(idea, now)
    facts = {
        "reference": idea.reference,
        "title": idea.title if public else "",
        "places": [authority.name(language) for authority in idea.authorities],
        "due_at": idea.due_at,
        "url": absolute("ideas.show_idea", reference=idea.reference, lang=language) if public else "",
    }
    recipient = Recipient(person.email, person.name, language, person.id)
    return Letter(ASSESSMENT_BEGINS, recipient, f"idea:{idea.id}", facts, revision)
