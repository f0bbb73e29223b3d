"""Letters on the way in: confirm the address, continue a draft, the receipt, the link to the status page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.ideas.links import confirmation_link, draft_link, status_link
from app.ideas.models import Idea, Objection
from app.mail import Letter, LetterKind, Recipient

_LINK = "https://konvent.example"
_DUE = datetime(2026, 11, 18, 22, 59, 59, tzinfo=UTC)

CONFIRM = LetterKind(
    "idea_confirm_address",
    "ideas",
    expires_after=timedelta(days=1),
    sample={"title": "Umschulungsverbund Zulieferindustrie", "url": f"{_LINK}/bestaetigen/beispiel"},
)
DRAFT = LetterKind(
    "idea_draft_link",
    "ideas",
    expires_after=timedelta(days=1),
    sample={
        "title": "Umschulungsverbund Zulieferindustrie",
        "url": f"{_LINK}/ideen/entwurf/beispiel",
        "kept_until": _DUE,
    },
)
RECEIVED = LetterKind(
    "idea_received",
    "ideas",
    sample={
        "title": "Umschulungsverbund Zulieferindustrie",
        "reference": "RK-2026-00042",
        "url": f"{_LINK}/status/beispiel",
        "due_at": _DUE,
    },
)
STATUS_LINKS = LetterKind(
    "idea_status_links",
    "ideas",
    expires_after=timedelta(days=1),
    sample={
        "ideas": [
            {
                "title": "Umschulungsverbund Zulieferindustrie",
                "reference": "RK-2026-00042",
                "url": f"{_LINK}/status/beispiel",
            }
        ]
    },
)
OBJECTION = LetterKind(
    "idea_objection_received",
    "ideas",
    sample={
        "title": "Umschulungsverbund Zulieferindustrie",
        "reference": "RK-2026-00042",
        "url": f"{_LINK}/status/beispiel",
    },
)
KINDS = (CONFIRM, DRAFT, RECEIVED, STATUS_LINKS, OBJECTION)


def recipient_of(idea: Idea) -> Recipient:
    """The submitter. Raises ValueError when there is no e-mail address."""
    if not idea.contact_email:
        raise ValueError(f"{idea.reference}: nobody to write to")
    return Recipient(idea.contact_email, idea.contact_name, idea.language, idea.person_id)


def address_to_confirm(idea: Idea, slot: str = "") -> Letter:
    """Asks whether the address is right; `slot` tells a repeat from the first one."""
    facts = {"title": idea.title, "url": confirmation_link(idea)}
    return Letter(CONFIRM, recipient_of(idea), _about(idea), facts, slot=slot)


def draft_to_continue(idea: Idea, address: str, token: str, kept_until: datetime, slot: str) -> Letter:
    """The way back to a draft, for whoever typed the address."""
    facts = {"title": idea.title, "url": draft_link(token, idea.language), "kept_until": kept_until}
    return Letter(DRAFT, Recipient(address, idea.contact_name, idea.language), _about(idea), facts, slot=slot)


def idea_received(idea: Idea, due_at: datetime | None) -> Letter:
    """The receipt with the reference number."""
    return Letter(RECEIVED, recipient_of(idea), _about(idea), _facts(idea) | {"due_at": due_at})


def status_links(address: str, ideas: Sequence[Idea], slot: str) -> Letter:
    """All status pages of one address, sent again."""
    newest = ideas[0]
    recipient = Recipient(address, newest.contact_name, newest.language)
    return Letter(STATUS_LINKS, recipient, f"address:{newest.id}", {"ideas": [_facts(i) for i in ideas]}, slot=slot)


def objection_received(idea: Idea, objection: Objection) -> Letter:
    """Says that the objection has arrived and who looks at it."""
    return Letter(OBJECTION, recipient_of(idea), _about(idea), _facts(idea), version=objection.id)


def _facts(idea: Idea) -> dict[str, object]:
    return {"title": idea.title, "reference": idea.reference, "url": status_link(idea)}


def _about(idea: Idea) -> str:
    return f"idea:{idea.id}"
