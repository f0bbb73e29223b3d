"""The ladder of this floor: each rung with those whom it concerns and its letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.db import db
from app.i18n import lazy_gettext as _l
from app.mail import Letter
from app.meetings import ladder
from app.meetings.mails import kinds
from app.meetings.mails.writing import for_rung, invitation, letter
from app.meetings.models import Meeting, MeetingGuest
from app.meetings.queries.guests import Guest, guests_of
from app.meetings.queries.notice import misses_notice, notice_days
from app.meetings.queries.steps import OFFICE_SEAT, Step
from app.meetings.services.inviting import note_told
from app.meetings.states import Answer, MeetingState
from app.members.models import Role
from app.members.queries import people_with_role

# Whoever was asked just now (invited, moved) is not reminded of it in the same breath.
PATIENCE = timedelta(days=2)
COMING = frozenset({Answer.COMING, Answer.VIDEO})


def members(meetings: Sequence[Meeting], now: datetime) -> list[Guest]:
    """Everybody who speaks for a seat."""
    return [guest for guest in guests_of(_ids(meetings), now) if not guest.is_named]


def to_invite(meetings: Sequence[Meeting], now: datetime) -> list[Guest]:
    """Everybody whose calendar does not know the meeting: the others get news of each change."""
    told = _asked(meetings, now)
    return [guest for guest in members(meetings, now) if _key(guest) not in told]


def silent(meetings: Sequence[Meeting], now: datetime) -> list[Guest]:
    """Those who were asked at least two days ago and have not answered."""
    asked = _asked([meeting for meeting in meetings if meeting.revised_at <= now - PATIENCE], now - PATIENCE)
    return [guest for guest in members(meetings, now) if guest.answer is None and _key(guest) in asked]


def coming(meetings: Sequence[Meeting], now: datetime) -> list[Guest]:
    """Those who said that they come or take part by video, and deputies who have not said otherwise."""
    guests = guests_of(_ids(meetings), now)
    return [guest for guest in guests if guest.answer in COMING or (guest.is_named and guest.answer is None)]


def office_where(concerns: Callable[[Sequence[Meeting], datetime], set[int]]) -> Callable[..., list[Guest]]:
    """The people of the office, for each meeting that concerns them."""

    def owed(meetings: Sequence[Meeting], now: datetime) -> list[Guest]:
        concerned = concerns(meetings, now)
        people = people_with_role(Role.OFFICE) if concerned else []
        return [
            Guest(meeting.id, meeting.revision, OFFICE_SEAT, f"person:{person.id}", person.name, person.email,
                  person.language, person.id, None)
            for meeting in meetings if meeting.id in concerned
            for person in people
        ]  # fmt: skip

    return owed


def _with_silent(meetings: Sequence[Meeting], now: datetime) -> set[int]:
    return {guest.meeting_id for guest in members(meetings, now) if guest.answer is None}


def _silent_list(meeting: Meeting, guest: Guest, now: datetime) -> Letter:
    names = [
        member.name if member.address else f"{member.name} ({_l('ohne Adresse')})"
        for member in members([meeting], now)
        if member.answer is None
    ]
    return letter(kinds.SILENT_LIST, meeting, guest, now, silent=names)


def _notice_warning(meeting: Meeting, guest: Guest, now: datetime) -> Letter:
    return letter(kinds.NOTICE_WARNING, meeting, guest, now, notice_days=notice_days())


def _call(meeting: Meeting, guest: Guest, now: datetime) -> Letter:
    return letter(kinds.CALL_FOR_ITEMS, meeting, guest, now, agenda_by=ladder.INVITATION.due_at(meeting.starts_at))


def _ids(meetings: Sequence[Meeting]) -> list[int]:
    return [meeting.id for meeting in meetings]


def _key(guest: Guest) -> tuple[int, int, str]:
    return guest.meeting_id, guest.seat_id, guest.key


def _asked(meetings: Sequence[Meeting], until: datetime) -> set[tuple[int, int, str]]:
    """Whose calendar knew one of these meetings at a moment."""
    rows = db.session.execute(
        select(MeetingGuest.meeting_id, MeetingGuest.seat_id, MeetingGuest.guest).where(
            MeetingGuest.meeting_id.in_(_ids(meetings)), MeetingGuest.told_at <= until
        )
    )
    return {(row.meeting_id, row.seat_id, row.guest) for row in rows}


AFTERWARDS = frozenset({MeetingState.PLANNED, MeetingState.HELD})
STEPS: tuple[Step, ...] = (
    Step(ladder.CALL_FOR_ITEMS, _l("Bitte um Themen"), kinds.CALL_FOR_ITEMS, to_invite, _call),
    Step(ladder.NOTICE_WARNING, _l("Warnung: Ladungsfrist in Gefahr"), kinds.NOTICE_WARNING,
         office_where(misses_notice), _notice_warning),
    Step(ladder.INVITATION, _l("Einladung mit Tagesordnung"), kinds.INVITATION, to_invite, invitation, after=note_told),
    Step(ladder.REPLY_REMINDER, _l("Erinnerung: Antwort fehlt"), kinds.REPLY_REMINDER, silent,
         for_rung(kinds.REPLY_REMINDER)),
    Step(ladder.SILENT_LIST, _l("Liste der offenen Antworten"), kinds.SILENT_LIST, office_where(_with_silent),
         _silent_list),
    Step(ladder.DAY_BEFORE, _l("Erinnerung am Tag davor"), kinds.DAY_BEFORE, coming, for_rung(kinds.DAY_BEFORE)),
    Step(ladder.THANKS, _l("Dank und wie es weitergeht"), kinds.THANKS, coming, for_rung(kinds.THANKS),
         states=AFTERWARDS, on=False),
)  # fmt: skip
