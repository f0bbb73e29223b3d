"""What waits for somebody who has not been told yet: proposals, objections, contributions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Select, Subquery, cast, exists, literal, or_, select, union_all

from app.db import db
from app.feedback.models import Contribution
from app.feedback.states import ContributionState
from app.ideas.models import Idea, Objection
from app.members.models import Person, PersonRole, Role
from app.moderation.models import ProposedDecision, WaitingNotice
from app.moderation.queries.duties import MOST_LISTED, Listed, Unread, working
from app.moderation.states import Matter


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one letter tells: decisions to look at, objections to answer, contributions to read."""

    proposals: tuple[Listed, ...] = ()
    objections: tuple[Listed, ...] = ()
    contributions: tuple[Unread, ...] = ()
    keys: tuple[tuple[Matter, int], ...] = ()


def people_to_tell(before: datetime) -> Sequence[int]:
    """Whom something waits for that they were not told of, and whose last notice is not younger than `before`."""
    recent = exists().where(WaitingNotice.person_id == Person.id, WaitingNotice.at > before)
    things = _things()
    untold = _untold(select(things.c.thing_id), things, Person.id).correlate(Person).exists()
    return db.session.scalars(working(Role.MODERATOR, Role.OFFICE).where(untold, ~recent)).all()


def waiting_and_not_told(person_id: int) -> Waiting:
    """Everything that waits for this person and was not told yet, the oldest first."""
    things = _things()
    columns = (things.c.matter, things.c.thing_id, things.c.reference, things.c.title, things.c.due_at, things.c.since)
    query = _untold(select(*columns), things, person_id).distinct().order_by(things.c.since, things.c.thing_id)
    rows = db.session.execute(query.limit(MOST_LISTED)).all()

    def ideas(matter: Matter) -> Iterable[Listed]:
        return (Listed(row.reference, row.title, None) for row in rows if row.matter == matter)

    unread = (Unread(row.thing_id, row.title, row.due_at) for row in rows if row.matter == Matter.CONTRIBUTION)
    keys = tuple((Matter(row.matter), row.thing_id) for row in rows)
    return Waiting(tuple(ideas(Matter.PROPOSAL)), tuple(ideas(Matter.OBJECTION)), tuple(unread), keys)


def _things() -> Subquery:
    """Everything that waits, once for each role that may see to it; `not_for` is who proposed it."""
    proposals = (
        _row(Matter.PROPOSAL, role, ProposedDecision.id, ProposedDecision.proposed_at, ProposedDecision.proposed_by_id)
        .join(Idea, Idea.id == ProposedDecision.idea_id)
        .where(ProposedDecision.outcome.is_(None))
        for role in (Role.MODERATOR, Role.OFFICE)
    )
    objections = (
        _row(Matter.OBJECTION, Role.OFFICE, Objection.id, Objection.raised_at)
        .join(Idea, Idea.id == Objection.idea_id)
        .where(Objection.settled_at.is_(None))
    )
    contributions = (
        _row(Matter.CONTRIBUTION, Role.MODERATOR, Contribution.id, Contribution.created_at, due_at=Contribution.due_at)
        .join(Idea, Idea.id == Contribution.idea_id, isouter=True)
        .where(Contribution.state == ContributionState.WAITING)
    )
    return union_all(*proposals, objections, contributions).subquery("things")


def _row(
    matter: Matter, role: Role, thing_id: Any, since: Any, not_for: Any = None, due_at: Any = None
) -> Select[*tuple[Any, ...]]:
    return select(
        literal(str(matter)).label("matter"),
        literal(str(role)).label("role"),
        thing_id.label("thing_id"),
        since.label("since"),
        cast(not_for, BigInteger).label("not_for"),
        cast(due_at, DateTime(timezone=True)).label("due_at"),
        Idea.reference,
        Idea.title,
    ).select_from(thing_id.class_)


def _untold(query: Select[*tuple[Any, ...]], things: Subquery, person_id: Any) -> Select[*tuple[Any, ...]]:
    """Narrow a query to the things that this person may see to, did not propose, and was not told of."""
    holds = exists().where(PersonRole.person_id == person_id, PersonRole.role == things.c.role)
    told = exists().where(
        WaitingNotice.person_id == person_id,
        WaitingNotice.matter == things.c.matter,
        WaitingNotice.thing_id == things.c.thing_id,
    )
    return query.where(
        holds.correlate(things, Person),
        ~told.correlate(things, Person),
        or_(things.c.not_for.is_(None), things.c.not_for != person_id),
    )
