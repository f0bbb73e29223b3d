"""Who may do what with meetings."""

from __future__ import annotations

from app.members.policies import is_member, is_moderator, is_office
from app.web.access import Actor


def may_plan_meetings(actor: Actor) -> bool:
    """The office plans the year."""
    return is_office(actor)


def may_read_whole_agenda(actor: Actor) -> bool:
    """Non-public items are for members, moderators and the office."""
    return is_member(actor) or is_moderator(actor)


def may_see_replies(actor: Actor) -> bool:
    """Whoever reads the whole agenda sees who comes; notes are for the office alone."""
    return may_read_whole_agenda(actor)
