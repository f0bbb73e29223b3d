"""Letters about a decision to those who stand behind an idea besides its author."""

from __future__ import annotations

from datetime import timedelta

from app.feedback.links import mine_url
from app.feedback.models import Voice
from app.ideas.links import status_link
from app.ideas.mails.steps import public_link
from app.ideas.models import Idea
from app.ideas.states import IdeaState
from app.mail import Letter, LetterKind, Recipient
from app.proceedings.topics import DECISIONS_TOPIC

KEPT_FOR = timedelta(days=14)
_SAMPLE = {
    "reference": "RK-2026-00042",
    "title": "Schichtbus über Kreisgrenzen",  # not a text
    "outcome": IdeaState.ADOPTED,
    "reason": "Der Bedarf ist belegt.\nDie Landkreise stimmen die Fahrpläne ab.",  # not a text
    "idea_url": "https://konvent.example/ideen/RK-2026-00042",
}
FOR_COAUTHOR = LetterKind(
    "decision_for_coauthor",
    "proceedings",
    expires_after=KEPT_FOR,
    sample={
        **_SAMPLE,
        "own_title": "Busse passend zur Schicht",  # not a text
        "url": "https://konvent.example/status/ein-muster",
    },
)
FOR_SUPPORTER = LetterKind(
    "decision_for_supporter",
    "proceedings",
    topic=DECISIONS_TOPIC.name,
    expires_after=KEPT_FOR,
    sample={**_SAMPLE, "mine_url": "https://konvent.example/beitraege/probe"},
)
KINDS = (FOR_COAUTHOR, FOR_SUPPORTER)


def decision_for_coauthor(idea: Idea, merged: Idea, revision: int, reason: str) -> Letter:
    """Tells the author of an idea that went up in another what was decided on that one."""
    to = Recipient(merged.contact_email or "", merged.contact_name, merged.language, merged.person_id)
    facts = {**_facts(idea, reason), "own_title": merged.title, "url": status_link(merged)}
    return Letter(FOR_COAUTHOR, to, f"idea:{idea.id}", facts, revision)


def decision_for_supporter(idea: Idea, voice: Voice, revision: int, reason: str) -> Letter:
    """Tells somebody who supports an idea what was decided."""
    facts = {**_facts(idea, reason), "mine_url": mine_url(voice, voice.language)}
    return Letter(FOR_SUPPORTER, Recipient(voice.address, "", voice.language), f"idea:{idea.id}", facts, revision)


def _facts(idea: Idea, reason: str) -> dict[str, object]:
    return {
        "reference": idea.reference,
        "title": idea.title,
        "outcome": IdeaState(idea.state),
        "reason": reason,
        "idea_url": public_link(idea),
    }
