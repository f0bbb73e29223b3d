"""Letters to the submitter: what has just happened to the idea, why, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.ideas.links import status_link
from app.ideas.models import Idea, Inquiry, Objection
from app.ideas.queries.reminders import inquiry_waits
from app.ideas.states import IdeaState
from app.mail import Letter, LetterKind, Posted, Recipient
from app.web.links import absolute

# A decision is worth telling even when the mail server was away for a fortnight.
KEPT_FOR = timedelta(days=14)
_SAMPLE = {
    "reference": "RK-2026-00042",
    "title": "Schichtbus über Kreisgrenzen",  # not a text
    "url": "https://konvent.example/status/ein-muster",
}
_REASON = "Dafür ist die Gemeinde zuständig.\nWir haben ihr Ihren Vorschlag weitergegeben."  # not a text
_DUE = datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC)


def _kind(name: str, **sample: object) -> LetterKind:
    return LetterKind(name, "ideas", expires_after=KEPT_FOR, sample={**_SAMPLE, **sample})


def _still_waits(posted: Posted) -> str | None:
    """A reminder is not worth sending once the question is answered or closed."""
    number = int(posted.about.rpartition(":")[2])
    return None if inquiry_waits(number) else "no longer waiting for an answer"


TAKEN_UP = _kind("idea_taken_up", due_at=_DUE)
NEEDS_INFO = _kind("idea_needs_info", question="Welche Gewerbegebiete soll der Bus anfahren?", due_at=_DUE)
INQUIRY_REMINDER = replace(
    _kind("idea_inquiry_reminder", question="Welche Gewerbegebiete soll der Bus anfahren?", due_at=_DUE),
    still_true=_still_waits,
)
IN_ASSESSMENT = _kind(
    "idea_in_assessment",
    due_at=_DUE,
    public_from=None,
    public_url="https://konvent.example/ideen/RK-2026-00042",
)
REFERRED = _kind("idea_referred", reason=_REASON)
INADMISSIBLE = _kind("idea_inadmissible", reason="Der Vorschlag nützt nur einem einzelnen Unternehmen.")  # not a text
MERGED = _kind(
    "idea_merged",
    reason="Beide Vorschläge wollen dasselbe; gemeinsam haben sie mehr Gewicht.",  # not a text
    into_reference="RK-2026-00007",
    into_title="Busse passend zur Schicht",  # not a text
    into_url="https://konvent.example/ideen/RK-2026-00007",
)
REOPENED = _kind("idea_reopened", reason="Der Bus hält in drei Landkreisen.", due_at=_DUE)  # not a text
RESOLVED = _kind("idea_resolved", outcome=IdeaState.ADOPTED, reason="Der Bedarf ist belegt.")
MEASURE_MOVED = _kind("idea_measure_moved", outcome=IdeaState.IN_PROGRESS, reason="Die ersten Linien fahren.")
OBJECTION_ANSWERED = _kind("idea_objection_answered", reason="Der Vorschlag betrifft weiterhin nur eine Gemeinde.")

KINDS = (
    TAKEN_UP,
    NEEDS_INFO,
    INQUIRY_REMINDER,
    IN_ASSESSMENT,
    REFERRED,
    INADMISSIBLE,
    MERGED,
    REOPENED,
    RESOLVED,
    MEASURE_MOVED,
    OBJECTION_ANSWERED,
)


def taken_up(idea: Idea, revision: int) -> Letter | None:
    """A moderator has begun the formal check."""
    return _letter(TAKEN_UP, idea, revision, due_at=idea.due_at)


def needs_info(idea: Idea, revision: int, inquiry: Inquiry) -> Letter | None:
    """The moderator asks for something, until a day."""
    return _letter(NEEDS_INFO, idea, revision, question=inquiry.question, due_at=inquiry.due_at)


def inquiry_reminder(idea: Idea, inquiry: Inquiry) -> Letter | None:
    """The answer is still missing, and its day is near."""
    about = f"inquiry:{inquiry.id}"
    return _letter(INQUIRY_REMINDER, idea, 1, about, question=inquiry.question, due_at=inquiry.due_at)


def in_assessment(idea: Idea, revision: int, now: datetime) -> Letter | None:
    """The formal check is passed; unless confidential the idea is public now or from a day on."""
    later = idea.published_at if idea.published_at and idea.published_at > now else None
    address = None if idea.confidential else public_link(idea)
    return _letter(IN_ASSESSMENT, idea, revision, due_at=idea.due_at, public_from=later, public_url=address)


def decided_outside(idea: Idea, revision: int, reason: str, into: Idea | None) -> Letter | None:
    """The idea does not go on as one of its own: referred, inadmissible, or merged into another."""
    if into is not None:
        facts: dict[str, object] = {
            "into_reference": into.reference,
            "into_title": into.title,
            "into_url": public_link(into),
        }
        return _letter(MERGED, idea, revision, reason=reason, **facts)
    kind = REFERRED if idea.state == IdeaState.REFERRED else INADMISSIBLE
    return _letter(kind, idea, revision, reason=reason)


def reopened(idea: Idea, revision: int, reason: str) -> Letter | None:
    """The office upholds an objection: the formal check begins anew."""
    return _letter(REOPENED, idea, revision, reason=reason, due_at=idea.due_at)


def resolved(idea: Idea, revision: int, reason: str) -> Letter | None:
    """The convention has decided."""
    return _letter(RESOLVED, idea, revision, outcome=IdeaState(idea.state), reason=reason)


def measure_moved(idea: Idea, revision: int, reason: str) -> Letter | None:
    """What the idea became has begun, is done or was stopped."""
    return _letter(MEASURE_MOVED, idea, revision, outcome=IdeaState(idea.state), reason=reason)


def objection_answered(idea: Idea, objection: Objection, reason: str) -> Letter | None:
    """The office has examined an objection and stays with the decision."""
    return _letter(OBJECTION_ANSWERED, idea, 1, f"objection:{objection.id}", reason=reason)


def public_link(idea: Idea) -> str:
    """The page of the idea that everybody may read, in the language of its submitter."""
    return absolute("ideas.show_idea", reference=idea.reference, lang=idea.language)


def _letter(kind: LetterKind, idea: Idea, version: int, about: str = "", /, **facts: object) -> Letter | None:
    # On paper without an e-mail address: the office prints the letter from the history instead.
    if not idea.contact_email:
        return None
    recipient = Recipient(idea.contact_email, idea.contact_name, idea.language, idea.person_id)
    known = {"reference": idea.reference, "title": idea.title, "url": status_link(idea)}
    return Letter(kind, recipient, about or f"idea:{idea.id}", {**known, **facts}, version)
