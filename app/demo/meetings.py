"""Plans the demo's meetings: some held, one moved, some ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from app.clock import BERLIN
from app.meetings import services
from app.meetings.models import Meeting
from app.meetings.queries.guests import guests_of
from app.meetings.services.agenda import ItemFacts
from app.meetings.services.hosting import start_checklist
from app.meetings.services.replying import Given, reply
from app.meetings.states import Answer, ItemKind, ReplySource

TEN = time(10, 0)
LASTS = timedelta(hours=3)
PLANNED_BEFORE = timedelta(days=90)
SOON = timedelta(days=30)


def plan_meetings(file: Mapping[str, Any], office: int, now: datetime) -> None:
    """The meetings of the file, each with the same agenda; what has ended was held."""
    for entry in file["demo_meetings"]:
        planned_at = min(now, _begin(entry["date"]) - PLANNED_BEFORE)
        first = _appointment(entry, entry.get("moved_from", entry["date"]))
        meeting = services.plan_meeting(first, now=planned_at, actor_id=office)
        if "moved_from" in entry:
            to, reason = _appointment(entry, entry["date"]), entry["reason"]
            moved_at = min(now, planned_at + timedelta(days=30))
            services.move_meeting(meeting.id, to, reason=reason, now=moved_at, actor_id=office)
        if entry["place"]:
            for item in file["demo_agenda"]:
                services.add_item(meeting.id, ItemFacts(**{**item, "kind": ItemKind(item["kind"])}), now=planned_at)
        if meeting.starts_at > now:
            start_checklist(meeting.id)
        if meeting.ends_at < now:
            services.hold_meeting(meeting.id, now=now)
        else:
            _answer(meeting, now)


def _answer(meeting: Meeting, now: datetime) -> None:
    """The demo's own members answer; those of the roster are real and have no account."""
    for guest in guests_of([meeting.id], now):
        if guest.address and meeting.starts_at < now + SOON:
            given = Given(Answer.COMING, "Bitte einen Platz nahe der Tür.")
            reply(meeting.id, guest.seat_id, guest.key, given, source=ReplySource.LINK, now=now)


def _begin(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), TEN, BERLIN)


def _appointment(entry: Mapping[str, Any], day: str) -> services.Appointment:
    begins = _begin(day)
    return services.Appointment(begins, begins + LASTS, entry["host"], entry["place"])
