"""Everything that a moderator sees of one idea: the idea, its history, and what colleagues have noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from app.db import Model, db
from app.ideas.models import AnnexAccess, Attachment, Idea, IdeaHistory, Inquiry, Objection
from app.ideas.queries.similar import SimilarIdea, similar_among
from app.ideas.states import IdeaState
from app.members.models import Person
from app.moderation.models import GateAnswer, ProposedDecision
from app.region.models import Group

MOST_ACCESSES = 20
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A step of the life cycle with the name of who took it (None: the submitter)."""

    revision: int
    to_state: str
    at: datetime
    reason: str
    note: str
    by: str | None


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposed decision with the names in it."""

    proposal: ProposedDecision
    proposed_by: str
    settled_by: str | None
    into: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """One idea as it lies on the moderator's desk."""

    idea: Idea
    group: Group | None
    claimed_by: str | None
    merged_into: str | None
    history: list[HistoryLine]
    gates: dict[str, GateAnswer]
    proposals: list[ProposalLine]
    inquiries: list[Inquiry]
    objection: Objection | None
    attachments: list[Attachment]
    accesses: list[tuple[str, datetime, str]]

    @property
    def waiting(self) -> ProposalLine | None:
        """The proposal that a second person has to look at."""
        return next((line for line in self.proposals if line.proposal.outcome is None), None)

    @property
    def passed_check(self) -> bool:
        """Whether the formal check was ever passed: only then an idea may be public."""
        return any(line.to_state == IdeaState.ASSESSMENT for line in self.history)


def idea_id_of(reference: str) -> int | None:
    """The id behind a reference number."""
    return db.session.execute(select(Idea.id).where(Idea.reference == reference)).scalar_one_or_none()


def desk_of(idea_id: int) -> Desk:
    """Gather the desk of one idea, in a fixed number of queries."""
    idea = db.session.execute(
        select(Idea).where(Idea.id == idea_id).execution_options(populate_existing=True)
    ).scalar_one()
    return Desk(
        idea=idea,
        group=db.session.get(Group, idea.group_code) if idea.group_code else None,
        claimed_by=_name(idea.claimed_by_id),
        merged_into=_reference(idea.merged_into_id),
        history=_history(idea_id),
        gates={answer.gate: answer for answer in _all(select(GateAnswer).where(GateAnswer.idea_id == idea_id))},
        proposals=_proposals(idea_id),
        inquiries=_all(select(Inquiry).where(Inquiry.idea_id == idea_id).order_by(Inquiry.id.desc())),
        objection=next(
            iter(_all(select(Objection).where(Objection.idea_id == idea_id, Objection.settled_at.is_(None)))), None
        ),
        attachments=_all(select(Attachment).where(Attachment.idea_id == idea_id).order_by(Attachment.id)),
        accesses=_accesses(idea_id),
    )


def ideas_like(idea: Idea) -> list[SimilarIdea]:
    """Ideas that resemble this one, public or not: candidates for a merge."""
    return similar_among(Idea.state != IdeaState.DRAFT, idea.title, idea.body, except_id=idea.id)


def _all(query: Select[Row]) -> list[Row]:
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _name(person_id: int | None) -> str | None:
    if person_id is None:
        return None
    return db.session.execute(select(Person.name).where(Person.id == person_id)).scalar_one_or_none()


def _reference(idea_id: int | None) -> str | None:
    if idea_id is None:
        return None
    return db.session.execute(select(Idea.reference).where(Idea.id == idea_id)).scalar_one_or_none()


def _history(idea_id: int) -> list[HistoryLine]:
    columns = (IdeaHistory.revision, IdeaHistory.to_state, IdeaHistory.at, IdeaHistory.reason, IdeaHistory.note)
    rows = db.session.execute(
        select(*columns, Person.name)
        .outerjoin(Person, Person.id == IdeaHistory.actor_id)
        .where(IdeaHistory.idea_id == idea_id)
        .order_by(IdeaHistory.revision)
    )
    return [HistoryLine(*row) for row in rows]


def _proposals(idea_id: int) -> list[ProposalLine]:
    proposer, settler, target = aliased(Person), aliased(Person), aliased(Idea)
    rows = db.session.execute(
        select(ProposedDecision, proposer.name, settler.name, target.reference)
        .join(proposer, proposer.id == ProposedDecision.proposed_by_id)
        .outerjoin(settler, settler.id == ProposedDecision.settled_by_id)
        .outerjoin(target, target.id == ProposedDecision.merge_into_id)
        .where(ProposedDecision.idea_id == idea_id)
        .order_by(ProposedDecision.id.desc())
        .execution_options(populate_existing=True)
    )
    return [ProposalLine(*row) for row in rows]


def _accesses(idea_id: int) -> list[tuple[str, datetime, str]]:
    rows = db.session.execute(
        select(Person.name, AnnexAccess.at, AnnexAccess.what)
        .join(Person, Person.id == AnnexAccess.person_id)
        .where(AnnexAccess.idea_id == idea_id)
        .order_by(AnnexAccess.at.desc())
        .limit(MOST_ACCESSES)
    )
    return [(row[0], row[1], row[2]) for row in rows]
