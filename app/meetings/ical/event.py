"""The values that a calendar file is made of; everything here is fit for whoever receives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who invites; the address is also the From of the letter, as RFC 6047 wants."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """Whom one letter invites: one calendar file names one person."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A meeting as calendars know it.

    `uid` never changes; `sequence` grows with every move, change of place and cancellation, and
    `stamped_at` is when that revision was made, so that the same revision is the same bytes.
    """

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    url: str
    cancelled: bool = False
    remind_before: timedelta | None = timedelta(hours=18)
