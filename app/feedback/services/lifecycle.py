"""The one writer of a contribution's state: lock, check, count, write the history, post the letter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.feedback import mails
from app.feedback.models import Contribution, ContributionHistory
from app.feedback.queries.ideas import idea_named
from app.feedback.states import NEVER, TRANSITIONS, ContributionState, Kind
from app.ideas.services.voices import count_voices, lock_voices
from app.mail import post
from app.region.calendar import due_in_working_days

READ_WITHIN_WORKING_DAYS = 5
DECIDED = frozenset({ContributionState.PUBLISHED, ContributionState.ANSWERED, ContributionState.DECLINED})


class ForbiddenStep(ValueError):
    """There is no such step from the state that the contribution is in."""

    def __init__(self, contribution: Contribution, to: ContributionState) -> None:
        super().__init__(f"contribution {contribution.id}: no step from {contribution.state} to {to}")
        self.contribution, self.to = contribution, to


class StaleRevision(ValueError):
    """Somebody else changed the contribution after the form was shown."""

    def __init__(self, contribution: Contribution, seen: int) -> None:
        super().__init__(f"contribution {contribution.id}: revision {contribution.revision}, form shows {seen}")
        self.contribution, self.seen = contribution, seen


def lock_contribution(contribution_id: int, seen_revision: int | None = None) -> Contribution:
    """The contribution, read afresh and locked together with the counts of its idea.

    The idea comes first, as everywhere; a merge may move the contribution in between, then once more.
    Raises StaleRevision when the caller looked at another revision, NoResultFound when it is gone.
    """
    while True:
        idea_id = db.session.execute(
            select(Contribution.idea_id).where(Contribution.id == contribution_id)
        ).scalar_one()
        if idea_id is not None:
            lock_voices(idea_id)
        contribution = db.session.execute(
            select(Contribution)
            .where(Contribution.id == contribution_id)
            .with_for_update(of=Contribution)
            .execution_options(populate_existing=True)
        ).scalar_one()
        if contribution.idea_id == idea_id:
            break
    if seen_revision is not None and contribution.revision != seen_revision:
        raise StaleRevision(contribution, seen_revision)
    return contribution


def change_state(
    contribution: Contribution,
    to: ContributionState,
    *,
    now: datetime,
    actor_id: int | None = None,
    reason: str = "",
) -> None:
    """Take one step with a contribution that lock_contribution() gave. Raises ForbiddenStep."""
    was = ContributionState(contribution.state)
    if to not in TRANSITIONS[was] or to in NEVER[Kind(contribution.kind)]:
        raise ForbiddenStep(contribution, to)
    contribution.revision += 1
    contribution.state = to
    contribution.updated_at = now
    _keep_times(contribution, to, now)
    _count(contribution, was, to)
    _write_history(contribution, was, now, actor_id, reason)
    db.session.flush()
    idea = idea_named(contribution.idea_id) if contribution.idea_id else None
    letter = mails.letter_of_step(contribution, was, idea, reason)
    if letter is not None:
        post(letter, now)


def _keep_times(contribution: Contribution, to: ContributionState, now: datetime) -> None:
    if to == ContributionState.WAITING:
        contribution.due_at = due_in_working_days(now, READ_WITHIN_WORKING_DAYS)
        contribution.decided_at = None
    elif to in DECIDED:
        contribution.decided_at = contribution.decided_at or now
    if to == ContributionState.PUBLISHED:
        contribution.published_at = contribution.published_at or now


def _count(contribution: Contribution, was: ContributionState, to: ContributionState) -> None:
    change = (to == ContributionState.PUBLISHED) - (was == ContributionState.PUBLISHED)
    if change and contribution.idea_id is not None:
        count_voices(contribution.idea_id, comments=change)


def _write_history(
    contribution: Contribution, was: ContributionState, now: datetime, actor_id: int | None, reason: str
) -> None:
    db.session.add(
        ContributionHistory(
            contribution_id=contribution.id,
            revision=contribution.revision,
            from_state=was,
            to_state=contribution.state,
            actor_id=actor_id,
            at=now,
            body=contribution.body,
            reason=reason,
        )
    )
