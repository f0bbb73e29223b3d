"""Who may do what with ideas behind the counter."""

from __future__ import annotations

from app.members.policies import is_moderator, is_office
from app.web.access import Actor


def may_read_files(actor: Actor) -> bool:
    """Open the files of an idea before everybody may."""
    return is_moderator(actor)


def may_read_annex(actor: Actor) -> bool:
    """Open the confidential annex: office and moderation. Assessors join them idea by idea, once there are any."""
    return is_moderator(actor)


def may_enter_ideas(actor: Actor) -> bool:
    """Record ideas that came on paper or by word of mouth."""
    return is_office(actor)
