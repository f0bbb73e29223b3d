"""What the host's office prepares: the list from the template, ticks, and whom reminders go to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.meetings.models import HostContact, HostTask, Meeting
from app.meetings.services.planning import lock_meeting
from app.region.rules import body_rules


def start_checklist(meeting_id: int) -> None:
    """Write the body's template onto a meeting that has no list yet."""
    meeting = lock_meeting(meeting_id)
    if db.session.scalar(select(HostTask.id).where(HostTask.meeting_id == meeting.id).limit(1)):
        return
    for title, days in body_rules().host_checklist:
        db.session.add(HostTask(meeting_id=meeting.id, title=title, days_before=days))
    db.session.flush()


def add_task(meeting_id: int, title: str, days_before: int) -> None:
    """Put one more thing onto the list."""
    db.session.add(HostTask(meeting_id=lock_meeting(meeting_id).id, title=title, days_before=days_before))
    db.session.flush()


def tick(meeting_id: int, shown: Iterable[int], ticked: Iterable[int], who: str, now: datetime) -> None:
    """Bring the list to what somebody ticked; `shown` were ticked when the page was drawn.

    Only what this person changed is written, so two people who tick at once lose nothing of each other's.
    """
    before, after = set(shown), set(ticked)
    lock_meeting(meeting_id)
    for task in db.session.scalars(select(HostTask).where(HostTask.meeting_id == meeting_id)):
        if task.id in after - before and task.done_at is None:
            task.done_at, task.done_by = now, who
        elif task.id in before - after:
            task.done_at, task.done_by = None, ""
    db.session.flush()


def remove_task(task: HostTask) -> None:
    """Take something off the list: this meeting does not need it."""
    db.session.delete(task)
    db.session.flush()


def set_contact(authority_ags: str, meeting: Meeting | None, name: str, email: str) -> None:
    """Say whom host reminders of an authority go to, for one meeting or for all; an empty address says nobody."""
    number = meeting.id if meeting else None
    mine = select(HostContact).where(
        HostContact.authority_ags == authority_ags,
        HostContact.meeting_id.is_(None) if number is None else HostContact.meeting_id == number,
    )
    contact = db.session.scalars(mine.with_for_update()).one_or_none()
    if contact and not email:
        db.session.delete(contact)
    elif contact:
        contact.name, contact.email = name, email
    elif email:
        db.session.add(HostContact(authority_ags=authority_ags, meeting_id=number, name=name, email=email))
    db.session.flush()
