"""The formal check: answers to the gates, a question to the submitter, and on to the assessment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.ideas.gates import GATE_CODES
from app.ideas.models import Attachment, Idea, Inquiry
from app.ideas.services import change_state
from app.ideas.services.answers import open_inquiry
from app.ideas.services.attachments import approve_file, withhold_file
from app.ideas.states import IdeaState
from app.moderation.models import GateAnswer, ProposedDecision
from app.moderation.services.claims import claimed_idea, touched
from app.moderation.services.refusals import DecisionPending, GatesOpen
from app.region.rules import body_rules


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Yes, no, or not answered yet, and why."""

    passed: bool | None
    note: str = ""


def save_gates(idea_id: int, verdicts: Mapping[str, GateVerdict], actor_id: int, now: datetime, seen: int) -> Idea:
    """Keep the answers so far; a gate without yes or no is left as it was. Raises NotClaimed, StaleRevision."""
    idea = claimed_idea(idea_id, actor_id, seen)
    for gate, verdict in verdicts.items():
        if gate not in GATE_CODES or verdict.passed is None:
            continue
        facts = {
            "passed": verdict.passed,
            "note": verdict.note,
            "answered_by_id": actor_id,
            "answered_at": now,
        }
        statement = insert(GateAnswer).values(idea_id=idea.id, gate=gate, **facts)
        db.session.execute(statement.on_conflict_do_update(index_elements=["idea_id", "gate"], set_=facts))
    return touched(idea, now)


def ask_submitter(idea_id: int, question: str, note: str, actor_id: int, now: datetime, seen: int) -> Idea:
    """Send a question to the submitter, due as the body's rules say. Raises NotClaimed, StaleRevision and more."""
    _undecided(idea_id, actor_id, seen)
    due_at = body_rules().answer_by(now)
    db.session.add(Inquiry(idea_id=idea_id, question=question, asked_by_id=actor_id, asked_at=now, due_at=due_at))
    db.session.flush()
    return change_state(idea_id, IdeaState.NEEDS_INFO, now=now, actor_id=actor_id, reason=question, note=note)


def go_on_without_answer(idea_id: int, note: str, actor_id: int, now: datetime, seen: int) -> Idea:
    """Close the open question: the answer came another way, or never. Raises NotClaimed, StaleRevision."""
    claimed_idea(idea_id, actor_id, seen)
    inquiry = open_inquiry(idea_id)
    if inquiry is not None:
        inquiry.closed_at = now
    return change_state(idea_id, IdeaState.FORMAL_CHECK, now=now, actor_id=actor_id, note=note)


def begin_assessment(
    idea_id: int, reason: str, note: str, publish_at: datetime | None, actor_id: int, now: datetime, seen: int
) -> Idea:
    """Pass the formal check; unless confidential the idea becomes public now or at `publish_at`.

    Raises GatesOpen until every gate has an answer and every no a note, NotClaimed, StaleRevision.
    """
    _undecided(idea_id, actor_id, seen)
    if not gates_settled(idea_id):
        raise GatesOpen(idea_id)
    facts = {"publish_at": publish_at}
    step = IdeaState.ASSESSMENT
    return change_state(idea_id, step, now=now, actor_id=actor_id, reason=reason, note=note, facts=facts)


def gates_settled(idea_id: int) -> bool:
    """Whether every gate is answered; a no may stand, but only with a note that says why the idea goes on."""
    answers = db.session.execute(
        select(GateAnswer.gate, GateAnswer.passed, GateAnswer.note).where(GateAnswer.idea_id == idea_id)
    )
    return {row.gate for row in answers if row.passed or row.note} >= GATE_CODES


def approve_attachments(idea_id: int, approved: Collection[int], actor_id: int, now: datetime, seen: int) -> Idea:
    """Let the public see these files and no others; those of the confidential annex never."""
    idea = claimed_idea(idea_id, actor_id, seen)
    files = db.session.scalars(
        select(Attachment).where(Attachment.idea_id == idea_id, Attachment.confidential.is_(False))
    )
    for file in files:
        if (file.id in approved) != (file.approved_at is not None):
            approve_file(file, actor_id, now) if file.id in approved else withhold_file(file)
    return touched(idea, now)


def open_proposal(idea_id: int) -> ProposedDecision | None:
    """The decision on this idea that waits for a second person."""
    return db.session.scalars(
        select(ProposedDecision).where(ProposedDecision.idea_id == idea_id, ProposedDecision.outcome.is_(None))
    ).one_or_none()


def _undecided(idea_id: int, actor_id: int, seen: int) -> Idea:
    idea = claimed_idea(idea_id, actor_id, seen)
    if open_proposal(idea_id):
        raise DecisionPending(idea.reference)
    return idea
