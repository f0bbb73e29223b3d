"""Following by right: submitters their own idea, members the convention; asked for by facts, not by anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from app.clock import local
from app.db import db
from app.digests.models import Follow, Subscriber
from app.digests.services.following import follow, subscriber_of_address, subscriber_of_person
from app.digests.states import FollowSource
from app.ideas.models import Idea
from app.ideas.news import subject_of
from app.ideas.states import IdeaState
from app.members.models import Person
from app.members.standing import seated

AT_ONCE = 500
CONVENTION = ("meetings", "everything")


def people_without_follow(now: datetime) -> Sequence[tuple[str, int]]:
    """Ideas whose submitters, and people on seats who, do not follow yet; a no that they said counts as following."""
    return [*(("idea", number) for number in _ideas()), *(("person", number) for number in _members(now))]


def follow_by_right(who: tuple[str, int], now: datetime) -> None:
    """Let the submitter of an idea follow it, or a member the convention."""
    what, number = who
    if what == "idea":
        idea = db.session.get_one(Idea, number)
        if idea.contact_email and idea.reference:
            subscriber = subscriber_of_address(idea.contact_email, idea.contact_name, idea.language, now)
            _follow_once(subscriber, subject_of(idea.reference), FollowSource.OWN_IDEA, now)
    else:
        subscriber = subscriber_of_person(db.session.get_one(Person, number), now)
        for key in CONVENTION:
            _follow_once(subscriber, key, FollowSource.SEAT, now)


def _follow_once(subscriber_id: int, key: str, source: FollowSource, now: datetime) -> None:
    known = select(Follow.id).where(Follow.subscriber_id == subscriber_id, Follow.key == key)
    if db.session.scalar(known) is None:
        follow(subscriber_id, key, now, confirmed=True, source=source)


def _ideas() -> Sequence[int]:
    followed = (
        select(Follow.id)
        .join(Subscriber, Subscriber.id == Follow.subscriber_id)
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .where(
            Follow.key == func.concat("idea:", Idea.reference),
            or_(
                Subscriber.address == func.lower(Idea.contact_email),
                func.lower(Person.email) == func.lower(Idea.contact_email),
            ),
        )
        .exists()
    )
    return db.session.scalars(
        select(Idea.id)
        .where(
            Idea.state.not_in((IdeaState.DRAFT, IdeaState.WITHDRAWN)),
            Idea.email_confirmed_at.is_not(None),
            Idea.contact_email.is_not(None),
            ~followed,
        )
        .order_by(Idea.id)
        .limit(AT_ONCE)
    ).all()


def _members(now: datetime) -> Sequence[int]:
    day = local(now).date()
    follows = (
        select(Follow.id)
        .join(Subscriber, Subscriber.id == Follow.subscriber_id)
        .where(Subscriber.person_id == Person.id, Follow.key == CONVENTION[0])
        .exists()
    )
    return db.session.scalars(
        select(Person.id)
        .where(
            seated(Person.id, day),
            and_(Person.locked_at.is_(None), Person.ended_at.is_(None)),
            ~follows,
        )
        .order_by(Person.id)
        .limit(AT_ONCE)
    ).all()
