"""Reminds submitters of a question that still waits for their answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.db import db
from app.ideas.mails.steps import INQUIRY_REMINDER, inquiry_reminder
from app.ideas.models import Inquiry
from app.ideas.queries.reminders import inquiries_to_remind, inquiry_waits
from app.ideas.services.lifecycle import lock_idea
from app.mail import post
from app.region.rules import body_rules


def reminders_due(now: datetime) -> Sequence[int]:
    """The questions whose submitters are to be reminded at `now`."""
    return inquiries_to_remind(INQUIRY_REMINDER.name, timedelta(days=body_rules().answer_reminder_days), now)


def remind_of_inquiry(inquiry_id: int, now: datetime) -> None:
    """Write the reminder, unless the answer came while the sweep was on its way."""
    inquiry = db.session.get(Inquiry, inquiry_id)
    if inquiry is None:
        return
    idea = lock_idea(inquiry.idea_id)
    letter = inquiry_reminder(idea, inquiry)
    if letter and inquiry_waits(inquiry_id):
        post(letter, now)
