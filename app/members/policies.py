"""Which roles open which doors; the verbs of higher floors build on these."""

from __future__ import annotations

from app.members.models import Role
from app.web.access import Actor


def is_member(actor: Actor) -> bool:
    """Holds a seat or stands in for one."""
    return Role.MEMBER in actor.roles


def is_moderator(actor: Actor) -> bool:
    """Takes up what comes in. The office may do everything that moderators may."""
    return bool({Role.MODERATOR, Role.OFFICE} & actor.roles)


def is_office(actor: Actor) -> bool:
    """Runs the convention: meetings, paper entries, decisions."""
    return Role.OFFICE in actor.roles


def is_admin(actor: Actor) -> bool:
    """Runs the platform: accounts, settings, mail."""
    return Role.ADMIN in actor.roles


def is_staff(actor: Actor) -> bool:
    """Works behind the counter in any role."""
    return is_moderator(actor) or is_admin(actor)
