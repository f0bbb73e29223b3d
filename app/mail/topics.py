"""Topics of optional mail: what a domain offers, to whom, in which rhythms, and whether somebody must have asked.

A domain declares its topics, app.factory registers them, a kind of letter names the one it belongs to
(`LetterKind.topic`). What people chose stands in app.mail.choices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import cast

from flask import Flask, current_app
from flask_babel import LazyString

from app.clock import BERLIN, local

_KEY = "mail_topics"
# Letters that come by rhythm come at this time of day in Europe/Berlin.
SENT_AT_LOCAL = time(7, 0)
MONDAY, FRIDAY = 0, 4


class Rhythm(StrEnum):
    """How often letters on a topic come; `weekly` has a weekday beside it (0 is Monday)."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    AFTER_MEETING = "after_meeting"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads at an address, as far as this floor knows: maybe an account, with roles by name."""

    address: str
    person_id: int | None = None
    roles: frozenset[str] = frozenset()
    name: str = ""
    language: str = "de"


Audience = Callable[[Reader], bool]


def everybody(_: Reader) -> bool:
    """The audience of topics that need no account."""
    return True


def with_account(reader: Reader) -> bool:
    """The audience of topics for people with an account."""
    return reader.person_id is not None


def with_role(*roles: str) -> Audience:
    """The audience of topics for people who hold one of these roles."""
    wanted = frozenset(roles)
    return lambda reader: bool(wanted & reader.roles)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of optional mail, as people see and choose it.

    `rhythms`: what may be chosen besides off, the first being the default; empty: letters come as things happen.
    `default_on` holds while somebody has chosen nothing. `needs_consent`: nobody gets it who has not asked for it,
    and without an account not before the mailbox has confirmed (double opt-in); such a topic is never on by default.
    Raises ValueError when both are set.
    """

    name: str
    label: LazyString
    explanation: LazyString
    rhythms: tuple[Rhythm, ...] = ()
    default_on: bool = False
    needs_consent: bool = True
    audience: Audience = everybody

    def __post_init__(self) -> None:
        if self.default_on and self.needs_consent:
            raise ValueError(f"topic {self.name} cannot be on before somebody has asked for it")
        if Rhythm.OFF in self.rhythms:
            raise ValueError(f"topic {self.name}: off is always offered and never listed")

    @property
    def usual_rhythm(self) -> Rhythm:
        """The rhythm of somebody who has chosen none."""
        return self.rhythms[0] if self.rhythms else Rhythm.AT_ONCE


def register(app: Flask, topics: Iterable[Topic]) -> None:
    """Make these the topics that people can choose. Raises ValueError when two share a name."""
    known: dict[str, Topic] = {}
    for topic in topics:
        if topic.name in known:
            raise ValueError(f"two topics are called {topic.name}")
        known[topic.name] = topic
    app.extensions[_KEY] = known


def topics_of(app: Flask) -> Mapping[str, Topic]:
    """Every topic of this application by its name, in the order of the pages."""
    return cast("Mapping[str, Topic]", app.extensions[_KEY])


def topics() -> Mapping[str, Topic]:
    """Every topic of the application at hand."""
    return topics_of(current_app)


def topics_for(reader: Reader) -> list[Topic]:
    """The topics that this reader may choose."""
    return [topic for topic in topics().values() if topic.audience(reader)]


def next_by_rhythm(rhythm: Rhythm, weekday: int, after: datetime) -> datetime | None:
    """The first moment after `after`, in UTC, at which the rhythm is due; None where no clock decides.

    Daily: 07:00 in Europe/Berlin; weekly: on that weekday; monthly: on the first of the month.
    """
    steps = {Rhythm.DAILY: _any_day, Rhythm.WEEKLY: lambda day: day.weekday() == weekday, Rhythm.MONTHLY: _first}
    fits = steps.get(rhythm)
    if fits is None:
        return None
    day = local(after).date()
    while not (fits(day) and _morning(day) > after):
        day += timedelta(days=1)
    return _morning(day)


def _any_day(_: date) -> bool:
    return True


def _first(day: date) -> bool:
    return day.day == 1


def _morning(day: date) -> datetime:
    return datetime.combine(day, SENT_AT_LOCAL, BERLIN).astimezone(UTC)
