"""Who is owed the month or the week: computed from follows, roles and the letters there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select

from app.clock import local
from app.db import db
from app.digests.addressees import To
from app.digests.models import Follow, Subscriber
from app.digests.slots import MORNING
from app.digests.topics import MODERATORS_WEEKLY, REVIEW
from app.mail.models import StoredLetter, TopicChoice
from app.members.models import Person, PersonRole, Role

MONTH = "review"
MONDAY = 0
AT_ONCE = 500


def readers_of_the_month(about: str, now: datetime, limit: int, except_for: Collection[int]) -> list[To]:
    """Who follows the months, wants the topic, and has no letter about this one; locked."""
    if local(now).day == 1 and local(now).time() < MORNING:
        return []
    address = func.coalesce(func.lower(Person.email), Subscriber.address)
    wanted = func.coalesce(TopicChoice.wanted, REVIEW.default_on)
    written = exists().where(
        StoredLetter.kind == "monthly_review",
        StoredLetter.about == about,
        func.lower(StoredLetter.recipient) == address,
    )
    rows = db.session.execute(
        select(
            Subscriber.id,
            Subscriber.person_id,
            address.label("address"),
            func.coalesce(Person.name, Subscriber.name).label("name"),
            func.coalesce(Person.language, Subscriber.language).label("language"),
        )
        .join(Follow, Follow.subscriber_id == Subscriber.id)
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .outerjoin(TopicChoice, and_(TopicChoice.address == address, TopicChoice.topic == REVIEW.name))
        .where(
            Follow.key == MONTH,
            Follow.confirmed_at.is_not(None),
            Follow.ended_at.is_(None),
            or_(Subscriber.person_id.is_(None), and_(Person.locked_at.is_(None), Person.ended_at.is_(None))),
            wanted,
            ~written,
            Subscriber.id.not_in(except_for),
        )
        .order_by(Subscriber.id)
        .limit(limit)
        .with_for_update(of=Follow, skip_locked=True)
    )
    return [To(row.id, row.person_id, row.address, row.name, row.language) for row in rows]


def moderators_of_the_week(kind: str, now: datetime) -> list[int]:
    """Moderators and office who want the overview and have none of this week; a Monday missed is made up for."""
    moment = local(now)
    if moment.weekday() == MONDAY and moment.time() < MORNING:
        return []
    written = exists().where(
        StoredLetter.kind == kind, StoredLetter.person_id == Person.id, StoredLetter.slot == week_of(moment.date())
    )
    unwanted = exists().where(
        TopicChoice.address == func.lower(Person.email),
        TopicChoice.topic == MODERATORS_WEEKLY.name,
        TopicChoice.wanted.is_(False),
    )
    moderates = exists().where(PersonRole.person_id == Person.id, PersonRole.role.in_((Role.MODERATOR, Role.OFFICE)))
    return list(
        db.session.scalars(
            select(Person.id)
            .where(moderates, Person.locked_at.is_(None), Person.ended_at.is_(None), ~written, ~unwanted)
            .order_by(Person.id)
            .limit(AT_ONCE)
        )
    )


def week_of(day: date) -> str:
    """The week's name after ISO 8601: „2026-W47“."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"
