"""Writing to moderators: the step that concerns them at once, new and late ideas in one letter each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.clock import local
from app.db import db
from app.ideas.models import Inquiry
from app.ideas.services.lifecycle import Step
from app.ideas.states import IdeaState
from app.mail import Letter, post
from app.members.models import Person
from app.moderation import mails
from app.moderation.models import NewIdeaNotice
from app.moderation.queries import duties
from app.region.rules import body_rules


def letters_to_moderator(step: Step) -> Iterable[Letter]:
    """What the moderator in charge is told when the submitter has acted: answered, or withdrawn."""
    idea, entry = step.idea, step.entry
    person = db.session.get(Person, idea.claimed_by_id) if idea.claimed_by_id and entry.actor_id is None else None
    if person is None or not person.is_active:
        return ()
    if step.to == IdeaState.WITHDRAWN:
        return (mails.withdrawn(person, idea, entry.revision, entry.note),)
    if step.to == IdeaState.FORMAL_CHECK and entry.from_state == IdeaState.NEEDS_INFO:
        return (mails.answered(person, idea, entry.revision, _last_answer(idea.id)),)
    return ()


def people_to_notify(now: datetime) -> list[int]:
    """Moderators whom some new idea was not told of, one letter per time slot at most."""
    return list(duties.moderators_to_notify(now - timedelta(minutes=body_rules().new_ideas_notice_minutes)))


def notify_of_new_ideas(person_id: int, now: datetime) -> None:
    """Tell a moderator of everything new in one letter, and note what was told."""
    person = _locked(person_id)
    # Two sweeps at once: the second one comes here after the first has committed, and looks again.
    if person_id not in people_to_notify(now):
        return
    ideas = duties.ideas_not_told(person_id)
    if not ideas:
        return
    told = [{"person_id": person_id, "idea_id": idea_id, "at": now} for idea_id, _ in ideas]
    db.session.execute(insert(NewIdeaNotice).values(told).on_conflict_do_nothing())
    post(mails.new_ideas(person, [line for _, line in ideas], slot=now.isoformat()), now)


def people_to_remind(now: datetime) -> list[int]:
    """Who is owed today's letter about deadlines that have passed."""
    return list(duties.moderators_with_overdue(mails.OVERDUE_IDEAS.name, now))


def remind_of_overdue_ideas(person_id: int, now: datetime) -> None:
    """Write today's letter about deadlines that have passed; its key lets it exist once a day."""
    person = _locked(person_id)
    ideas = duties.overdue_ideas(person_id, now)
    if ideas:
        post(mails.overdue_ideas(person, ideas, slot=local(now).date().isoformat()), now)


def _locked(person_id: int) -> Person:
    return db.session.execute(select(Person).where(Person.id == person_id).with_for_update(of=Person)).scalar_one()


def _last_answer(idea_id: int) -> str:
    answers = select(Inquiry.answer).where(Inquiry.idea_id == idea_id, Inquiry.answered_at.is_not(None))
    return db.session.scalar(answers.order_by(Inquiry.answered_at.desc()).limit(1)) or ""
