"""Reading personal calendars."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.db import db
from app.meetings.models import CalendarFeed, Meeting
from app.meetings.queries.guests import Guest, guests_of_person
from app.meetings.queries.meetings import meetings_for_feed
from app.members.models import Person
from app.members.tokens import fingerprint

KEPT = timedelta(days=366)


def feed_of(person_id: int) -> CalendarFeed | None:
    """A person's calendar address, if there is one."""
    return db.session.get(CalendarFeed, person_id, populate_existing=True)


def person_of_feed(token: str) -> int | None:
    """Whose calendar a token opens; None for a revoked one and for accounts that may not enter."""
    return db.session.scalar(
        select(CalendarFeed.person_id)
        .join(Person, Person.id == CalendarFeed.person_id)
        .where(CalendarFeed.token_hash == fingerprint(token), Person.locked_at.is_(None), Person.ended_at.is_(None))
    )


def meetings_of_person(person_id: int, now: datetime) -> list[tuple[Meeting, Guest]]:
    """The meetings of the last year and ahead to which somebody is invited, each once."""
    meetings = {row.id: row for row in meetings_for_feed(now) if row.starts_at > now - KEPT}
    guests = {guest.meeting_id: guest for guest in guests_of_person(person_id, list(meetings), now)}
    return [(meetings[number], guest) for number, guest in guests.items()]
