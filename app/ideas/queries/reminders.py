"""Which submitters are to be reminded of an open question: computed from facts and `now`, promised nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, select

from app.db import db
from app.ideas.models import Idea, Inquiry
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter

AT_ONCE = 500


def inquiries_to_remind(kind: str, lead: timedelta, now: datetime) -> Sequence[int]:
    """Open questions whose day comes within `lead`, and of which no letter of this kind was written yet.

    A question that was asked within that time already needs no second letter: the first one is recent.
    """
    return db.session.scalars(
        select(Inquiry.id)
        .join(Idea, Idea.id == Inquiry.idea_id)
        .where(_waits(), Inquiry.due_at > now, Inquiry.due_at <= now + lead, Inquiry.asked_at < Inquiry.due_at - lead)
        .where(Idea.contact_email.is_not(None), ~_told(kind))
        .order_by(Inquiry.due_at, Inquiry.id)
        .limit(AT_ONCE)
    ).all()


def inquiry_waits(inquiry_id: int) -> bool:
    """Whether this question still waits for an answer."""
    waiting = select(Inquiry.id).join(Idea, Idea.id == Inquiry.idea_id).where(Inquiry.id == inquiry_id, _waits())
    return db.session.scalar(waiting) is not None


def _waits() -> ColumnElement[bool]:
    return and_(Idea.state == IdeaState.NEEDS_INFO, Inquiry.answered_at.is_(None), Inquiry.closed_at.is_(None))


def _told(kind: str) -> ColumnElement[bool]:
    about = func.concat(literal("inquiry:"), cast(Inquiry.id, String))
    return exists().where(StoredLetter.kind == kind, StoredLetter.about == about)
