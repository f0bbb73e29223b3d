"""Reminds hosts of what is to be prepared: a query over open tasks, one letter for each day on which some are due."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.db import db
from app.mail import post
from app.meetings.mails.hosting import host_reminder
from app.meetings.models import Meeting
from app.meetings.queries.hosting import checklist, contact_for, due_group, meetings_with_open_tasks
from app.meetings.states import MeetingState
from app.sweeps import AnySweep, Sweep


def remind_host(meeting_id: int, now: datetime) -> None:
    """Write the latest reminder that is due; the same one again changes nothing."""
    meeting = db.session.get_one(Meeting, meeting_id)
    contact, rows = contact_for(meeting), checklist(meeting, now)
    due_on = due_group(rows, now)
    if contact and due_on and meeting.state == MeetingState.PLANNED and now < meeting.starts_at:
        post(host_reminder(meeting, contact, rows, due_on), now)


SWEEPS: tuple[AnySweep, ...] = (Sweep("remind-hosts", timedelta(minutes=10), meetings_with_open_tasks, remind_host),)
