"""The digests around a meeting, as steps of its ladder: previewed, held and sent like all the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from app.digests.mails import FOLLOW_UP, SESSION_BRIEFING
from app.digests.queries import meeting as about_meeting
from app.digests.queries.notes import note_for
from app.i18n import in_language
from app.i18n import lazy_gettext as _l
from app.mail import Letter
from app.meetings.ladder import Audience, Rung
from app.meetings.mails.writing import letter
from app.meetings.models import Meeting
from app.meetings.queries.guests import Guest
from app.meetings.queries.steps import Step
from app.meetings.reminders import AFTERWARDS, members

MORNING = time(9, 0)
BRIEFING_RUNG = Rung("session_briefing", 3, MORNING, Audience.MEMBERS, useful_until_days=0)
FOLLOW_UP_RUNG = Rung("follow_up", -2, MORNING, Audience.MEMBERS, useful_until_days=-9)


def _members_of_held(meetings: Sequence[Meeting], now: datetime) -> list[Guest]:
    """Nothing is told of a meeting that nobody opened: there is nothing to say."""
    held = about_meeting.meetings_with_minutes([meeting.id for meeting in meetings])
    return members([meeting for meeting in meetings if meeting.id in held], now)


def _follow_up(meeting: Meeting, guest: Guest, now: datetime) -> Letter:
    return letter(
        FOLLOW_UP,
        meeting,
        guest,
        now,
        decisions=about_meeting.decisions_of(meeting.id),
        tasks=about_meeting.open_tasks_of(guest.person_id, now),
        minutes=about_meeting.minutes_state(meeting.id),
        next_at=about_meeting.next_after(meeting),
        note=note_for(meeting.id, FOLLOW_UP_RUNG.name),
    )


def _briefing(meeting: Meeting, guest: Guest, now: datetime) -> Letter:
    papers, minutes = about_meeting.reading_time(meeting.id)
    with in_language(guest.language or "de"):
        news = about_meeting.news_before(meeting, guest.person_id, now)
    return letter(
        SESSION_BRIEFING,
        meeting,
        guest,
        now,
        due=about_meeting.decisions_due(meeting, now),
        papers=papers,
        reading_minutes=minutes,
        tasks=about_meeting.open_tasks_of(guest.person_id, now),
        news=news,
        note=note_for(meeting.id, BRIEFING_RUNG.name),
    )


STEPS: tuple[Step, ...] = (
    Step(BRIEFING_RUNG, _l("Vorbereitung: was zu lesen und zu entscheiden ist"), SESSION_BRIEFING, members, _briefing),
    Step(FOLLOW_UP_RUNG, _l("Nachbericht mit Beschlüssen und Aufträgen"), FOLLOW_UP, _members_of_held, _follow_up,
         states=AFTERWARDS),
)  # fmt: skip
