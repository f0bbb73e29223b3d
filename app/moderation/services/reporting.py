"""Writing to moderators: the step that concerns them at once, new and late ideas in one letter each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.clock import local
from app.db import db
from app.ideas.models import Idea, Inquiry
from app.ideas.services.lifecycle import Step
from app.ideas.states import IdeaState
from app.mail import Letter, post
from app.members.models import Person, Role
from app.members.queries import people_with_role
from app.moderation import mails
from app.moderation.models import NewIdeaNotice, WaitingNotice
from app.moderation.queries import duties
from app.moderation.queries.waiting import people_to_tell, waiting_and_not_told
from app.region.rules import body_rules

ON_AN_AGENDA = frozenset({IdeaState.SCHEDULED, IdeaState.IN_SESSION})


def letters_to_moderator(step: Step) -> Iterable[Letter]:
    """What the moderator in charge is told when the submitter has acted: answered, or withdrawn.

    Of a withdrawal all moderators are told when nobody is in charge, and the office too when the idea
    stood on an agenda.
    """
    idea, entry = step.idea, step.entry
    if entry.actor_id is not None:
        return ()
    if step.to == IdeaState.WITHDRAWN:
        people = _told_of_withdrawal(idea, IdeaState(entry.from_state))
        return tuple(mails.withdrawn(person, idea, entry.revision, entry.note) for person in people)
    person = _in_charge(idea)
    if person and step.to == IdeaState.FORMAL_CHECK and entry.from_state == IdeaState.NEEDS_INFO:
        return (mails.answered(person, idea, entry.revision, _last_answer(idea.id)),)
    return ()


def _told_of_withdrawal(idea: Idea, was: IdeaState) -> list[Person]:
    person = _in_charge(idea)
    people = [person] if person else list(people_with_role(Role.MODERATOR))
    if was in ON_AN_AGENDA:
        people += [other for other in people_with_role(Role.OFFICE) if other not in people]
    return people


def _in_charge(idea: Idea) -> Person | None:
    person = db.session.get(Person, idea.claimed_by_id) if idea.claimed_by_id else None
    return person if person and person.is_active else None


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


def people_told_next(now: datetime) -> list[int]:
    """Whom a proposal, an objection or a contribution waits for untold, one letter per time slot at most."""
    return list(people_to_tell(now - timedelta(minutes=body_rules().new_ideas_notice_minutes)))


def tell_what_waits(person_id: int, now: datetime) -> None:
    """Tell somebody in one letter of all that waits for them, and note what was told."""
    person = _locked(person_id)
    if person_id not in people_told_next(now):
        return
    waiting = waiting_and_not_told(person_id)
    told = [{"person_id": person_id, "matter": matter, "thing_id": thing, "at": now} for matter, thing in waiting.keys]
    db.session.execute(insert(WaitingNotice).values(told).on_conflict_do_nothing())
    post(mails.matters_waiting(person, waiting, slot=now.isoformat()), now)


def people_to_remind(now: datetime) -> list[int]:
    """Who is owed today's letter about deadlines that have passed."""
    return list(duties.moderators_with_overdue(mails.OVERDUE_IDEAS.name, now))


def remind_of_overdue_ideas(person_id: int, now: datetime) -> None:
    """Write today's letter about deadlines that have passed; its key lets it exist once a day."""
    person = _locked(person_id)
    ideas, unread = duties.overdue_ideas(person_id, now), duties.overdue_contributions(person_id, now)
    if ideas or unread:
        post(mails.overdue_ideas(person, ideas, unread, slot=local(now).date().isoformat()), now)


def _locked(person_id: int) -> Person:
    return db.session.execute(select(Person).where(Person.id == person_id).with_for_update(of=Person)).scalar_one()


def _last_answer(idea_id: int) -> str:
    answers = select(Inquiry.answer).where(Inquiry.idea_id == idea_id, Inquiry.answered_at.is_not(None))
    return db.session.scalar(answers.order_by(Inquiry.answered_at.desc()).limit(1)) or ""
