"""Digests that come by the calendar: the month for all who asked for it, the week for each moderator."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from app.clock import local
from app.db import db
from app.digests import mails
from app.digests.addressees import To
from app.digests.queries.backlog import backlog
from app.digests.queries.regular import moderators_of_the_week, readers_of_the_month, week_of
from app.digests.queries.review import month_to_review, review_of
from app.mail import post
from app.members.models import Person


class DueReviews:
    """One run over all who read the month: its numbers are asked for once, each reader gets a letter of their own."""

    def __init__(self, now: datetime) -> None:
        self._now, self._month = now, month_to_review(now)
        self._review = review_of(self._month, now)

    def waiting(self) -> int:
        """How many readers are owed the month, up to a batch."""
        return len(self.take(500, ()))

    def take(self, limit: int, except_for: Collection[int]) -> list[To]:
        """The next readers, locked; nobody before seven in the morning, nor for a month in which nothing happened."""
        if self._review.is_empty:
            return []
        return readers_of_the_month(mails.about_month(self._month), self._now, limit, except_for)

    def settle(self, items: Sequence[To]) -> int:
        """Write to each of these."""
        for to in items:
            post(mails.monthly_review(to, self._review), self._now)
        return len(items)

    def id_of(self, item: To) -> int:
        """The reader's number."""
        return item.subscriber_id


def moderators_to_write(now: datetime) -> list[int]:
    """Moderators who are owed this week's overview: on Mondays from seven."""
    return moderators_of_the_week(mails.MODERATORS_WEEKLY.name, now)


def write_week(person_id: int, now: datetime) -> None:
    """Write a moderator how the desk stands; an empty desk is no letter."""
    person = db.session.get_one(Person, person_id, with_for_update={"of": Person})
    numbers = backlog(now)
    if numbers.number or any(numbers.came) or any(numbers.settled):
        post(mails.moderators_weekly(person, numbers, week_of(local(now).date())), now)
