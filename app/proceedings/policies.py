"""Who may do what in and after meetings."""

from __future__ import annotations

from app.members.policies import is_member, is_office
from app.web.access import Actor


def may_run_meetings(actor: Actor) -> bool:
    """The office keeps attendance, minutes, resolutions and tasks."""
    return is_office(actor)


def may_read_whole_minutes(actor: Actor) -> bool:
    """Members and the office read what is not public."""
    return is_member(actor) or is_office(actor)
