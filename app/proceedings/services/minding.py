"""Minds the minutes: tells the office when a draft has not gone to the members in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.mail import post
from app.meetings.services.planning import lock_meeting
from app.proceedings.mails.minutes import MISSING, minutes_missing
from app.proceedings.queries.minutes import are_missing, meetings_without_minutes
from app.proceedings.queries.people import office
from app.region.rules import body_rules


def missing_minutes(now: datetime) -> Sequence[int]:
    """The meetings whose minutes are late at `now`."""
    return meetings_without_minutes(MISSING.name, body_rules().minutes_due_days, now)


def ask_for_minutes(meeting_id: int, now: datetime) -> None:
    """Tell everybody in the office, unless the minutes went out while the sweep was on its way."""
    meeting = lock_meeting(meeting_id)
    if are_missing(meeting_id):
        for to in office():
            post(minutes_missing(meeting, to), now)
