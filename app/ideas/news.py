"""What is new about ideas: published, decided, carried out, gone on elsewhere; only what the public may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.db import db
from app.i18n import gettext as _
from app.ideas.models import Idea, IdeaHistory
from app.ideas.queries.visibility import publicly_listed, publicly_readable
from app.ideas.states import IdeaState
from app.members.models import Person
from app.news import Change, NewsSource
from app.web.links import absolute
from app.web.pieces import badge_of

PREFIX = "idea"
S = IdeaState
# Steps that people hear of, and how much each matters to them; a withdrawn idea is not spoken of.
WEIGHTS: dict[IdeaState, int] = {
    S.FLAGSHIP: 100,
    S.ADOPTED: 90,
    S.NOT_ADOPTED: 85,
    S.DEFERRED: 80,
    S.DONE: 75,
    S.STOPPED: 70,
    S.IN_PROGRESS: 65,
    S.MERGED: 60,
    S.SCHEDULED: 55,
}
PUBLISHED_WEIGHT = 40


def subject_of(reference: str) -> str:
    """How news and follows name an idea."""
    return f"{PREFIX}:{reference}"


def keys_of(reference: str, field: str | None, places: Sequence[str]) -> frozenset[str]:
    """Everything that somebody may follow to hear of an idea."""
    return frozenset({subject_of(reference), f"field:{field}", *(f"authority:{ags}" for ags in places), "everything"})


def changes(since: datetime, until: datetime) -> list[Change]:
    """Ideas that became public, and the steps they took after that, in two queries."""
    return [*_published(since, until), *_steps(since, until)]


def readable(subjects: Collection[str], now: datetime) -> set[str]:
    """Which of these ideas the public may read now, and that have not been withdrawn since."""
    references = [subject.partition(":")[2] for subject in subjects]
    query = select(Idea.reference).where(
        Idea.reference.in_(references), publicly_readable(now), Idea.state != IdeaState.WITHDRAWN
    )
    return {subject_of(reference) for reference in db.session.scalars(query) if reference}


SOURCE = NewsSource(PREFIX, changes, readable)


def _facts() -> tuple[Any, ...]:
    return (Idea.id, Idea.reference, Idea.title, Idea.action_field_code, Idea.authority_ags, Idea.contact_email)


def _published(since: datetime, until: datetime) -> Iterator[Change]:
    query = select(*_facts(), Idea.published_at).where(
        publicly_listed(until), Idea.published_at > since, Idea.published_at <= until
    )
    for row in db.session.execute(query):
        author = frozenset({row.contact_email.lower()} if row.contact_email else ())
        yield _change(row, row.published_at, "published", PUBLISHED_WEIGHT, _say_published, done_by=author)


def _steps(since: datetime, until: datetime) -> Iterator[Change]:
    query: Select[Any] = (
        select(*_facts(), IdeaHistory.at, IdeaHistory.to_state, IdeaHistory.revision, func.lower(Person.email))
        .join(IdeaHistory, IdeaHistory.idea_id == Idea.id)
        .outerjoin(Person, Person.id == IdeaHistory.actor_id)
        .where(
            IdeaHistory.at > since,
            IdeaHistory.at <= until,
            IdeaHistory.at > Idea.published_at,
            IdeaHistory.to_state.in_(tuple(WEIGHTS)),
            or_(publicly_listed(until), and_(publicly_readable(until), Idea.state == IdeaState.MERGED)),
        )
        .order_by(IdeaHistory.at, IdeaHistory.id)
    )
    for row in db.session.execute(query):
        state = IdeaState(row.to_state)
        yield _change(
            row,
            row.at,
            "state",
            WEIGHTS[state],
            partial(_say_step, state),
            done_by=frozenset({row[-1]} if row[-1] else ()),
            told_by=(f"idea:{row.id}", row.revision),
        )


def _change(row: Any, at: datetime, aspect: str, weight: int, say: Any, **facts: Any) -> Change:
    return Change(
        at=at,
        subject=subject_of(row.reference),
        aspect=aspect,
        title=partial(str, row.title),
        url=absolute("ideas.show_idea", reference=row.reference),
        say=say,
        follows=keys_of(row.reference, row.action_field_code, row.authority_ags),
        weight=weight,
        **facts,
    )


def _say_published(_folded: int) -> str:
    return str(_("Neu veröffentlicht"))


def _say_step(state: IdeaState, _folded: int) -> str:
    return str(_("Neuer Stand: %(state)s", state=str(badge_of(state).word)))
