"""Letters about feedback: facts become values, nothing else.

Letters to unconfirmed addresses quote nothing that was typed, not even a name: whoever types a
stranger's address must not be able to write to that stranger through us.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.feedback.links import Subject, confirm_url, mine_url
from app.feedback.models import Contribution, Support
from app.feedback.queries.ideas import IdeaName
from app.feedback.queries.upkeep import CONFIRM_WITHIN, is_unconfirmed
from app.feedback.states import ContributionState
from app.mail import Letter, LetterKind, Recipient
from app.mail.letters import Posted
from app.web.links import absolute

DOMAIN = "feedback"
SAMPLE_IDEA = {
    "reference": "RK-2026-00042",
    "title": "Zentrum für Batterie-Kreislauf",
    "idea_url": "https://konvent.example/ideen/RK-2026-00042",
}
SAMPLE_COMMENT = {
    **SAMPLE_IDEA,
    "kind": "comment",
    "body": "Das gelingt nur gemeinsam mit den Berufsschulen.\nWer spricht sie an?",
    "mine_url": "https://konvent.example/beitraege/probe",
}
CONFIRM_DAYS = CONFIRM_WITHIN.days


def _still_unconfirmed(posted: Posted) -> str | None:
    """A link to confirm is not worth sending once the contribution is confirmed, withdrawn or deleted."""
    number = int(posted.about.rpartition(":")[2])
    return None if is_unconfirmed(number) else "no longer unconfirmed"


CONTRIBUTION_CONFIRM = LetterKind(
    "feedback_confirm",
    DOMAIN,
    expires_after=CONFIRM_WITHIN,
    still_true=_still_unconfirmed,
    sample={
        **SAMPLE_IDEA,
        "kind": "comment",
        "confirm_url": "https://konvent.example/beitraege/bestaetigen/probe",
        "days": CONFIRM_DAYS,
    },
)
SUPPORT_CONFIRM = LetterKind(
    "support_confirm",
    DOMAIN,
    expires_after=CONFIRM_WITHIN,
    sample={
        **SAMPLE_IDEA,
        "confirm_url": "https://konvent.example/beitraege/bestaetigen/probe",
        "days": CONFIRM_DAYS,
    },
)
SUPPORT_COUNTED = LetterKind("support_counted", DOMAIN, sample={**SAMPLE_IDEA, "mine_url": SAMPLE_COMMENT["mine_url"]})
RECEIVED = LetterKind("feedback_received", DOMAIN, sample=SAMPLE_COMMENT)
PUBLISHED = LetterKind(
    "feedback_published",
    DOMAIN,
    sample={**SAMPLE_COMMENT, "comment_url": "https://konvent.example/ideen/RK-2026-00042#beitrag-7"},
)
NOT_PUBLISHED = LetterKind(
    "feedback_not_published",
    DOMAIN,
    sample={**SAMPLE_COMMENT, "reason": "Der Beitrag nennt eine Privatperson mit Anschrift."},
)
ANSWERED = LetterKind(
    "feedback_answered",
    DOMAIN,
    sample={**SAMPLE_COMMENT, "answer": "Das Berufsschulzentrum ist eingeladen.\nWir berichten im Januar."},
)
KINDS: tuple[LetterKind, ...] = (
    CONTRIBUTION_CONFIRM,
    SUPPORT_CONFIRM,
    SUPPORT_COUNTED,
    RECEIVED,
    PUBLISHED,
    NOT_PUBLISHED,
    ANSWERED,
)


def contribution_confirm(contribution: Contribution, idea: IdeaName | None) -> Letter:
    """Asks whether the address is right; the contribution goes on only then."""
    url = confirm_url(Subject("contribution", contribution.id), contribution.language)
    facts = {**_idea_facts(idea, contribution.language), "kind": contribution.kind}
    return Letter(
        CONTRIBUTION_CONFIRM,
        Recipient(contribution.voice.address, "", contribution.language),
        about=_about(contribution),
        facts={**facts, "confirm_url": url, "days": CONFIRM_DAYS},
    )


def letter_of_step(
    contribution: Contribution, was: ContributionState, idea: IdeaName | None, reason: str
) -> Letter | None:
    """The letter that belongs to a step just taken; None where the author acted alone and saw it."""
    state = ContributionState(contribution.state)
    if state == ContributionState.WAITING and was != ContributionState.WAITING:
        return _to_author(RECEIVED, contribution, idea, {})
    if state == ContributionState.DECLINED:
        return _to_author(NOT_PUBLISHED, contribution, idea, {"reason": reason})
    if state == ContributionState.ANSWERED or state == was == ContributionState.PUBLISHED:
        return _to_author(ANSWERED, contribution, idea, {"answer": contribution.answer})
    if state == ContributionState.PUBLISHED and idea is not None:
        url = f"{_idea_url(idea, contribution.language)}#beitrag-{contribution.id}"
        return _to_author(PUBLISHED, contribution, idea, {"comment_url": url})
    return None


def support_confirm(support: Support, idea: IdeaName, group_code: str, language: str, slot: str) -> Letter:
    """Asks whether the address is right; the support counts only then."""
    url = confirm_url(Subject("support", support.id, group_code), language)
    return Letter(
        SUPPORT_CONFIRM,
        Recipient(support.voice.address, "", language),
        about=f"support:{support.id}",
        facts={**_idea_facts(idea, language), "confirm_url": url, "days": CONFIRM_DAYS},
        slot=slot,
    )


def support_counted(support: Support, idea: IdeaName) -> Letter:
    """Says that the support counts, and how to take it back."""
    voice = support.voice
    return Letter(
        SUPPORT_COUNTED,
        Recipient(voice.address, "", voice.language),
        about=f"support:{support.id}",
        facts={**_idea_facts(idea, voice.language), "mine_url": mine_url(voice, voice.language)},
        version=support.revision,
    )


def _to_author(
    kind: LetterKind, contribution: Contribution, idea: IdeaName | None, more: Mapping[str, object]
) -> Letter:
    language = contribution.language
    facts = {
        **_idea_facts(idea, language),
        "kind": contribution.kind,
        "body": contribution.body,
        "mine_url": mine_url(contribution.voice, language),
    }
    return Letter(
        kind,
        Recipient(contribution.voice.address, contribution.name, language),
        about=_about(contribution),
        facts={**facts, **more},
        version=contribution.revision,
    )


def _about(contribution: Contribution) -> str:
    return f"contribution:{contribution.id}"


def _idea_facts(idea: IdeaName | None, language: str) -> dict[str, object]:
    if idea is None:
        return {"reference": "", "title": "", "idea_url": ""}
    return {"reference": idea.reference, "title": idea.title, "idea_url": _idea_url(idea, language)}


def _idea_url(idea: IdeaName, language: str) -> str:
    return absolute("ideas.show_idea", reference=idea.reference, lang=language)
