"""Puts letters about meetings together: to a guest, with reply links and the entry for the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from app.i18n import clock, in_language
from app.mail import CalendarPart, Letter, LetterKind, Recipient
from app.mail.compose import organizer
from app.meetings.ical import Attendee, CalendarEvent, Organizer, cancellation, request
from app.meetings.links import GuestName, guest_uid, reply_url
from app.meetings.mails import kinds
from app.meetings.models import Meeting
from app.meetings.queries.agenda import agenda_of
from app.meetings.queries.guests import Guest
from app.meetings.queries.steps import about
from app.meetings.words import calendar_event
from app.web.links import absolute

REMIND_BEFORE = timedelta(hours=18)


def for_rung(kind: LetterKind) -> Callable[[Meeting, Guest, datetime], Letter]:
    """A letter of the ladder that says the meeting's own facts and nothing else."""
    return lambda meeting, guest, now: letter(kind, meeting, guest, now)


def invitation(meeting: Meeting, guest: Guest, now: datetime) -> Letter:
    """The invitation with the agenda and the entry for the calendar."""
    return letter(kinds.INVITATION, meeting, guest, now, method="REQUEST")


def letter(
    kind: LetterKind,
    meeting: Meeting,
    guest: Guest,
    now: datetime,
    *,
    method: str = "",
    slot: str = "",
    **facts: object,
) -> Letter:
    """A letter to one guest about a meeting as it stands; with a method, the calendar's entry goes along."""
    to = Recipient(guest.address or "", guest.name, guest.language or "de", guest.person_id)
    with in_language(to.language):
        said = meeting_facts(meeting, guest, to.language, now) | facts
        calendar = _calendar(meeting, guest, method) if method else None
    return Letter(kind, to, about(guest), said, version=meeting.revision, slot=slot or guest.key, calendar=calendar)


def meeting_facts(meeting: Meeting, guest: Guest, language: str, now: datetime) -> dict[str, object]:
    """What every letter about a meeting may say. Mail is not confidential: of a non-public item it says what
    everybody may read."""
    rows = agenda_of(meeting, whole=False, now=now)
    name = GuestName(meeting.id, guest.seat_id, guest.key)
    return {
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "host": meeting.host.name(language),
        "place": meeting.place,
        "url": absolute("meetings.show_meeting", meeting_id=meeting.id),
        "reply_url": reply_url(name) if guest.seat_id else absolute("meetings.replies", meeting_id=meeting.id),
        "agenda": [(row.number, clock(row.begins_at), row.title) for row in rows],
        "answer": guest.answer,
    }


def guest_event(meeting: Meeting, seat_id: int, key: str) -> CalendarEvent:
    """The meeting as one guest's calendar knows it: the same in letters and in the personal feed."""
    return replace(calendar_event(meeting), uid=guest_uid(meeting.uid, seat_id, key), remind_before=REMIND_BEFORE)


def _calendar(meeting: Meeting, guest: Guest, method: str) -> CalendarPart:
    event = guest_event(meeting, guest.seat_id, guest.key)
    name, address = organizer()
    sender, attendee = Organizer(name, address), Attendee(guest.name, guest.address or "")
    if method == "CANCEL":
        return CalendarPart(method, cancellation(replace(event, cancelled=True), sender, attendee))
    return CalendarPart(method, request(event, sender, attendee))
