"""Who may look after the post: this floor knows roles only by their names."""

from __future__ import annotations

from app.web.access import Actor


def may_look_after_post(actor: Actor) -> bool:
    """The office and administrators see, repeat and stop letters."""
    return bool({"office", "admin"} & actor.roles)


def is_staff(actor: Actor) -> bool:
    """Who works with the site and must know when letters do not leave."""
    return bool({"office", "admin", "moderator"} & actor.roles)
