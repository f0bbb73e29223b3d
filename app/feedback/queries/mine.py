"""What one voice wrote and supports, for the page behind its signed link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.feedback.models import Contribution, ContributionHistory, Support
from app.feedback.states import EDITABLE, ContributionState, SupportState
from app.ideas.models import Idea
from app.ideas.queries.visibility import publicly_readable


@dataclass(frozen=True, slots=True)
class MyContribution:
    """A contribution of mine; `reference` and `title` are empty while its idea is not public."""

    id: int
    kind: str
    state: str
    topic: str | None
    reference: str
    title: str
    body: str
    created_at: datetime
    reason: str
    answer: str | None

    @property
    def editable(self) -> bool:
        """Whether the author may still write it anew."""
        return self.state in EDITABLE

    @property
    def withdrawable(self) -> bool:
        """Whether there is something left to take back."""
        return self.state not in (ContributionState.WITHDRAWN, ContributionState.ANSWERED)


@dataclass(frozen=True, slots=True)
class MySupport:
    """A counted support of mine; `reference` and `title` are empty while its idea is not public."""

    id: int
    reference: str
    title: str
    counted_at: datetime


def my_contributions(voice_id: int, now: datetime) -> list[MyContribution]:
    """Everything this voice wrote, confirmed and did not withdraw, newest first."""
    last_reason = (
        select(ContributionHistory.reason)
        .where(ContributionHistory.contribution_id == Contribution.id)
        .order_by(ContributionHistory.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.state,
            Contribution.topic,
            func.coalesce(Idea.reference, ""),
            func.coalesce(Idea.title, ""),
            Contribution.body,
            Contribution.created_at,
            func.coalesce(last_reason, ""),
            Contribution.answer,
        )
        .join(Idea, (Idea.id == Contribution.idea_id) & publicly_readable(now), isouter=True)
        .where(
            Contribution.voice_id == voice_id,
            Contribution.state.not_in((ContributionState.WITHDRAWN, ContributionState.UNCONFIRMED)),
        )
        .order_by(Contribution.created_at.desc(), Contribution.id.desc())
    )
    return [MyContribution(*row) for row in rows]


def my_supports(voice_id: int, now: datetime) -> list[MySupport]:
    """Every idea this voice supports, newest first."""
    rows = db.session.execute(
        select(Support.id, func.coalesce(Idea.reference, ""), func.coalesce(Idea.title, ""), Support.counted_at)
        .join(Idea, (Idea.id == Support.idea_id) & publicly_readable(now), isouter=True)
        .where(Support.voice_id == voice_id, Support.state == SupportState.COUNTED)
        .order_by(Support.counted_at.desc(), Support.id.desc())
    )
    return [MySupport(number, reference, title, at) for number, reference, title, at in rows if at is not None]
