"""Who looks after digests."""

from __future__ import annotations

from app.members.policies import is_office
from app.web.access import Actor


def may_look_after_digests(actor: Actor) -> bool:
    """The office previews digests and writes notes on top of those around a meeting."""
    return is_office(actor)
