"""The letter to the host's office: what is to be prepared, by when, and a link to tick it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from app.clock import local
from app.db import db
from app.mail import Letter, LetterKind, Posted, Recipient
from app.meetings.models import HostContact, Meeting
from app.meetings.queries.hosting import TaskRow, checklist, contact_for
from app.meetings.states import MeetingState
from app.web.links import absolute, sign

PURPOSE = "host"


def host_url(meeting: Meeting) -> str:
    """The host's own page: good as long as this authority hosts."""
    return absolute("meetings.host_page", token=sign(PURPOSE, meeting.id, meeting.host_ags))


def _still_to_do(letter: Posted) -> str | None:
    meeting = db.session.get(Meeting, int(letter.about.split(":")[1]))
    if meeting is None or meeting.state != MeetingState.PLANNED or _about(meeting) != letter.about:
        return "the meeting is off or on another day, or somebody else hosts it"
    contact = contact_for(meeting)
    if contact is None or contact.email != letter.recipient:
        return "the host has another contact"
    open_tasks = any(not row.task.done_at for row in checklist(meeting, letter.now))
    return None if open_tasks else "everything is done"


def _about(meeting: Meeting) -> str:
    # With the day: moved away and back it is the same letter, which is not sent twice.
    return f"host:{meeting.id}:{meeting.host_ags}:{local(meeting.starts_at).date()}"


HOST_REMINDER = LetterKind(
    "host_reminder",
    "meetings",
    expires_after=timedelta(days=3),
    still_true=_still_to_do,
    sample={
        "starts_at": datetime(2026, 12, 14, 9, 0, tzinfo=UTC),
        "place": "Landratsamt Beispiel, Großer Saal",
        "tasks": [("Raum reserviert", date(2026, 11, 2)), ("Verpflegung bestellt", date(2026, 11, 30))],
        "due_on": date(2026, 11, 30),
        "url": "https://konvent.example/gastgeber/ein-muster",
    },
)
KINDS: tuple[LetterKind, ...] = (HOST_REMINDER,)


def host_reminder(meeting: Meeting, contact: HostContact, rows: Sequence[TaskRow], due_on: date) -> Letter:
    """What is open and due by a day; one letter for each such day, whatever a meeting moves to and back."""
    facts = {
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "tasks": [(row.task.title, row.due_on) for row in rows if not row.task.done_at and row.due_on <= due_on],
        "due_on": due_on,
        "url": host_url(meeting),
    }
    return Letter(
        HOST_REMINDER, Recipient(contact.email, contact.name), _about(meeting), facts, slot=due_on.isoformat()
    )
