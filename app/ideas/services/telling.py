"""Which step of the life cycle is told to the submitter and to the authorities it concerns, and by which letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import select

from app.clock import local
from app.db import db
from app.ideas.mails import authorities, steps
from app.ideas.models import Idea, Inquiry
from app.ideas.services.lifecycle import Step
from app.ideas.states import CLOSED, IdeaState
from app.mail import Letter
from app.members.queries import holders_for_authorities

S = IdeaState
Writer = Callable[[Step], Letter | None]


def letters_to_submitter(step: Step) -> Iterable[Letter]:
    """The letter that this step owes the submitter; none for steps that are theirs, tell them nothing new,
    or are told by the floor that knows more (a place on an agenda: app.meetings)."""
    writer = WRITERS.get(step.to)
    letter = writer(step) if writer else None
    return (letter,) if letter else ()


def letters_to_authorities(step: Step) -> Iterable[Letter]:
    """Who sits for an authority that the idea concerns is told once its assessment begins."""
    if (step.entry.from_state, step.to) != (S.FORMAL_CHECK, S.ASSESSMENT):
        return ()
    places = [authority.ags for authority in step.idea.authorities]
    holders = holders_for_authorities(places, local(step.now).date())
    return tuple(authorities.assessment_begins(person, step.idea, step.entry.revision, step.now) for person in holders)


def _formal_check(step: Step) -> Letter | None:
    if step.entry.from_state == S.SUBMITTED:
        return steps.taken_up(step.idea, step.entry.revision)
    if IdeaState(step.entry.from_state) in CLOSED:
        return steps.reopened(step.idea, step.entry.revision, step.entry.reason)
    return None


def _needs_info(step: Step) -> Letter | None:
    inquiry = db.session.scalars(
        select(Inquiry).where(
            Inquiry.idea_id == step.idea.id, Inquiry.answered_at.is_(None), Inquiry.closed_at.is_(None)
        )
    ).one()
    return steps.needs_info(step.idea, step.entry.revision, inquiry)


def _in_assessment(step: Step) -> Letter | None:
    if step.entry.from_state != S.FORMAL_CHECK:
        return None
    return steps.in_assessment(step.idea, step.entry.revision, step.now)


def _decided_outside(step: Step) -> Letter | None:
    target = step.idea.merged_into_id
    into = db.session.get_one(Idea, target) if target else None
    return steps.decided_outside(step.idea, step.entry.revision, step.entry.reason, into)


def _resolved(step: Step) -> Letter | None:
    return steps.resolved(step.idea, step.entry.revision, step.entry.reason)


def _measure_moved(step: Step) -> Letter | None:
    return steps.measure_moved(step.idea, step.entry.revision, step.entry.reason)


WRITERS: dict[IdeaState, Writer] = {
    S.FORMAL_CHECK: _formal_check,
    S.NEEDS_INFO: _needs_info,
    S.ASSESSMENT: _in_assessment,
    S.REFERRED: _decided_outside,
    S.INADMISSIBLE: _decided_outside,
    S.MERGED: _decided_outside,
    S.FLAGSHIP: _resolved,
    S.ADOPTED: _resolved,
    S.DEFERRED: _resolved,
    S.NOT_ADOPTED: _resolved,
    S.IN_PROGRESS: _measure_moved,
    S.DONE: _measure_moved,
    S.STOPPED: _measure_moved,
}
