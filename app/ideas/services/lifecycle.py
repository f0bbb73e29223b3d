"""The one writer of an idea's state: lock, check, write the history, post the letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.db import db
from app.ideas.deadlines import due_after
from app.ideas.models import Idea, IdeaHistory
from app.ideas.states import TRANSITIONS, IdeaState, Visibility
from app.mail import Letter, post
from app.region.rules import body_rules

# What a step is told to whom: filled by the factory from this floor and those above.
StepLetters = Callable[["Step"], Iterable[Letter]]
REGISTRY = "idea_step_letters"


class ForbiddenStep(ValueError):
    """There is no such step from the state that the idea is in."""

    def __init__(self, idea: Idea, to: IdeaState) -> None:
        super().__init__(f"{idea.reference}: no step from {idea.state} to {to}")
        self.idea, self.to = idea, to


class StaleRevision(ValueError):
    """Somebody else changed the idea after the form was shown."""

    def __init__(self, idea: Idea, seen: int) -> None:
        super().__init__(f"{idea.reference}: revision {idea.revision}, form shows {seen}")
        self.idea, self.seen = idea, seen


@dataclass(frozen=True, slots=True)
class Step:
    """A step that has just been taken; what letters are made of."""

    idea: Idea
    entry: IdeaHistory
    now: datetime

    @property
    def to(self) -> IdeaState:
        """The state that the idea has now."""
        return IdeaState(self.entry.to_state)


def lock_idea(idea_id: int, seen_revision: int | None = None) -> Idea:
    """The idea, locked for this transaction and read afresh.

    Raises StaleRevision when the caller looked at another revision, NoResultFound when it is gone.
    """
    # Its places and goals are read afresh too, but only by the steps that look at them.
    later = (lazyload(Idea.authorities), lazyload(Idea.goals))
    locked = select(Idea).where(Idea.id == idea_id).options(*later).with_for_update(of=Idea)
    idea: Idea = db.session.execute(locked.execution_options(populate_existing=True)).scalar_one()
    if seen_revision is not None and idea.revision != seen_revision:
        raise StaleRevision(idea, seen_revision)
    return idea


def change_state(
    idea_id: int,
    to: IdeaState,
    *,
    now: datetime,
    actor_id: int | None,
    reason: str = "",
    note: str = "",
    seen_revision: int | None = None,
    facts: Mapping[str, object] | Callable[[], Mapping[str, object]] | None = None,
) -> Idea:
    """Take one step of the life cycle and return the idea in its new state.

    `reason` is read by the submitter and the public, `note` by staff only. Raises ForbiddenStep
    and StaleRevision. `facts` are columns that the new state needs (reference, merged_into_id):
    the constraints want them written together with it. Given as a function they are asked for last, right
    before they are written: a number holds up everybody else who wants one.
    """
    idea = lock_idea(idea_id, seen_revision)
    if to not in TRANSITIONS[IdeaState(idea.state)]:
        raise ForbiddenStep(idea, to)
    # Asked before anything is written: a question in between would send the idea's row twice.
    due_at = due_after(to, now, body_rules())
    entry = IdeaHistory(
        idea_id=idea.id,
        revision=idea.revision + 1,
        from_state=idea.state,
        to_state=to,
        actor_id=actor_id,
        at=now,
        reason=reason,
        note=note,
    )
    given = facts() if callable(facts) else facts or {}
    for column, value in given.items():
        setattr(idea, column, value)
    idea.revision += 1
    idea.state = to
    idea.state_since = idea.updated_at = now
    idea.due_at = due_at
    _publish_after_the_check(idea, now)
    db.session.add(entry)
    db.session.flush()
    _post_letters(Step(idea, entry, now))
    return idea


def _publish_after_the_check(idea: Idea, now: datetime) -> None:
    if idea.state == IdeaState.ASSESSMENT and not idea.confidential:
        idea.visibility = Visibility.PUBLIC
        idea.published_at = idea.published_at or max(now, idea.publish_at or now)


def _post_letters(step: Step) -> None:
    writers: list[StepLetters] = current_app.extensions[REGISTRY]
    for write in writers:
        for letter in write(step):
            post(letter, step.now)
