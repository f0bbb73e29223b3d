"""What submitters do about their own idea: answer, add files, withdraw, object, have the link sent again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.ideas.mails import intake as mails
from app.ideas.models import Idea, Inquiry, Objection
from app.ideas.services.lifecycle import change_state, lock_idea
from app.ideas.states import CLOSED, UNDECIDED, IdeaState
from app.mail import post

MOST_LINKS = 20
MAY_WITHDRAW = UNDECIDED
# Against one's own withdrawal there is nothing to object.
MAY_OBJECT = CLOSED - {IdeaState.WITHDRAWN}
MAY_ADD_FILES = frozenset(
    {IdeaState.SUBMITTED, IdeaState.FORMAL_CHECK, IdeaState.NEEDS_INFO, IdeaState.ASSESSMENT, IdeaState.DEFERRED}
)


class TooLate(ValueError):
    """The idea is in a state in which this can no longer be done."""


def open_inquiry(idea_id: int) -> Inquiry | None:
    """The question that waits for an answer."""
    waiting = (Inquiry.idea_id == idea_id, Inquiry.answered_at.is_(None), Inquiry.closed_at.is_(None))
    return db.session.scalars(select(Inquiry).where(*waiting)).one_or_none()


def answer_inquiry(idea_id: int, text: str, now: datetime) -> Idea:
    """Answer the open question; the idea goes back to the formal check. Raises TooLate when none is open."""
    idea = lock_idea(idea_id)
    inquiry = open_inquiry(idea_id)
    if inquiry is None or idea.state != IdeaState.NEEDS_INFO:
        raise TooLate
    inquiry.answer, inquiry.answered_at = text, now
    return change_state(idea_id, IdeaState.FORMAL_CHECK, now=now, actor_id=None)


def withdraw_idea(idea_id: int, reason: str, now: datetime) -> Idea:
    """Take the idea back; again changes nothing. Raises TooLate once it is decided."""
    idea = lock_idea(idea_id)
    if idea.state == IdeaState.WITHDRAWN:
        return idea
    if idea.state not in MAY_WITHDRAW:
        raise TooLate
    inquiry = open_inquiry(idea_id)
    if inquiry is not None:
        inquiry.closed_at = now
    return change_state(idea_id, IdeaState.WITHDRAWN, now=now, actor_id=None, note=reason)


def raise_objection(idea_id: int, statement: str, now: datetime) -> Objection:
    """Object to a decision; while one objection is open a second one is the first. Raises TooLate."""
    idea = lock_idea(idea_id)
    waiting = open_objection(idea_id)
    if waiting is not None:
        return waiting
    if idea.state not in MAY_OBJECT:
        raise TooLate
    objection = Objection(idea_id=idea.id, against=idea.state, statement=statement, raised_at=now)
    db.session.add(objection)
    db.session.flush()
    if idea.contact_email:
        post(mails.objection_received(idea, objection), now)
    return objection


def open_objection(idea_id: int) -> Objection | None:
    """The objection that the office has not answered yet."""
    waiting = select(Objection).where(Objection.idea_id == idea_id, Objection.settled_at.is_(None))
    return db.session.scalars(waiting).one_or_none()


def send_status_links(address: str, now: datetime) -> None:
    """Send the links of all ideas of an address there, once a minute at most; unknown addresses get nothing."""
    query = select(Idea).where(func.lower(Idea.contact_email) == address.lower(), Idea.state != IdeaState.DRAFT)
    ideas = db.session.scalars(query.order_by(Idea.submitted_at.desc(), Idea.id.desc()).limit(MOST_LINKS)).all()
    if ideas:
        post(mails.status_links(ideas[0].contact_email or address, ideas, slot=f"{now:%Y-%m-%dT%H:%M}"), now)
