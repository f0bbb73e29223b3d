"""Which moderators are to be written to, and about which ideas: computed from facts and `now`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.clock import local
from app.db import db
from app.feedback.models import Contribution
from app.feedback.states import ContributionState
from app.ideas.models import Idea
from app.ideas.states import AWAITING, IdeaState
from app.mail.models import StoredLetter
from app.members.models import Person, PersonRole, Role
from app.moderation.models import NewIdeaNotice
from app.region.calendar import is_working_day
from app.region.rules import body_rules
from app.web.links import absolute

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a letter that lists ideas; `mine`: the reader has taken it over."""

    reference: str
    title: str
    due_at: datetime | None
    mine: bool = False

    @property
    def url(self) -> str:
        """The moderators' page of the idea."""
        return desk_link(self.reference)


@dataclass(frozen=True, slots=True)
class Unread:
    """One line of a letter that lists contributions; `title` names the idea, None means general feedback."""

    number: int
    title: str | None
    due_at: datetime | None

    @property
    def url(self) -> str:
        """The moderators' page of the contribution."""
        return absolute("moderation.contribution", number=self.number)


def desk_link(reference: str) -> str:
    """The moderators' page of an idea."""
    return absolute("moderation.desk", reference=reference)


def moderators_to_notify(before: datetime) -> Sequence[int]:
    """Moderators whom some new idea was not told of, and whose last notice is not younger than `before`."""
    recent = exists().where(NewIdeaNotice.person_id == Person.id, NewIdeaNotice.at > before)
    untold = exists().where(Idea.state == IdeaState.SUBMITTED, ~_told(Person.id))
    return db.session.scalars(working(Role.MODERATOR).where(untold, ~recent)).all()


def ideas_not_told(person_id: int) -> Sequence[tuple[int, Listed]]:
    """New ideas that this moderator has not been told of, the oldest first."""
    query = select(Idea.id, Idea.reference, Idea.title, Idea.due_at)
    query = query.where(Idea.state == IdeaState.SUBMITTED, ~_told(person_id)).order_by(Idea.submitted_at, Idea.id)
    return [
        (row.id, Listed(row.reference or "", row.title, row.due_at))
        for row in db.session.execute(query.limit(MOST_LISTED))
    ]


def moderators_with_overdue(kind: str, now: datetime) -> Sequence[int]:
    """Who is owed today's letter about deadlines that have passed: on working days, from the hour of the rules.

    Deadlines of ideas, and of comments and feedback that moderators have not read in time.
    """
    berlin = local(now)
    if not is_working_day(berlin.date()) or berlin.hour < body_rules().overdue_notice_hour:
        return []
    overdue = or_(exists().where(_late(now), _concerns(Person.id)), and_(_moderates(), exists().where(*_unread(now))))
    written = exists().where(
        StoredLetter.kind == kind,
        StoredLetter.person_id == Person.id,
        StoredLetter.slot == berlin.date().isoformat(),
    )
    return db.session.scalars(working(Role.MODERATOR, Role.OFFICE).where(overdue, ~written)).all()


def overdue_contributions(person_id: int, now: datetime) -> list[Unread]:
    """Contributions that should have been read by now, the oldest first; none for people who do not moderate."""
    if not db.session.scalar(select(exists().where(Person.id == person_id, _moderates()))):
        return []
    query = select(Contribution.id, Idea.title, Contribution.due_at)
    query = query.join(Idea, Idea.id == Contribution.idea_id, isouter=True).where(*_unread(now))
    ordered = query.order_by(Contribution.due_at, Contribution.id).limit(MOST_LISTED)
    return [Unread(*row) for row in db.session.execute(ordered)]


def overdue_ideas(person_id: int, now: datetime) -> list[Listed]:
    """Ideas past their deadline that this person has taken over, then those that nobody has."""
    query = select(Idea.reference, Idea.title, Idea.due_at, Idea.claimed_by_id)
    query = query.where(_late(now), _concerns(person_id)).order_by(Idea.claimed_by_id.is_(None), Idea.due_at, Idea.id)
    return [
        Listed(row.reference or "", row.title, row.due_at, row.claimed_by_id is not None)
        for row in db.session.execute(query.limit(MOST_LISTED))
    ]


def _told(person_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return (
        exists().where(NewIdeaNotice.idea_id == Idea.id, NewIdeaNotice.person_id == person_id).correlate(Idea, Person)
    )


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(Idea.state.in_(AWAITING), Idea.due_at < now)


def _concerns(person_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Claimed by this person, or unclaimed while the person is a moderator."""
    unclaimed = and_(Idea.claimed_by_id.is_(None), _moderates(person_id))
    return or_(Idea.claimed_by_id == person_id, unclaimed)


def _moderates(person_id: int | InstrumentedAttribute[int] = Person.id) -> ColumnElement[bool]:
    return exists().where(PersonRole.person_id == person_id, PersonRole.role == Role.MODERATOR).correlate(Person)


def _unread(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Contribution.state == ContributionState.WAITING, Contribution.due_at < now


def working(*roles: Role) -> Select[int]:
    holds = exists().where(PersonRole.person_id == Person.id, PersonRole.role.in_(roles))
    """The ids of everybody with one of these roles whose account is neither locked nor ended, by name."""
    return (
        select(Person.id)
        .where(Person.locked_at.is_(None), Person.ended_at.is_(None), holds)
        .order_by(func.lower(Person.name), Person.id)
    )
