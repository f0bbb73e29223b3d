"""Who reads a page about a meeting: asked only where there is a session, because reading needs no cookie."""

from __future__ import annotations

from app.meetings.policies import may_read_whole_agenda
from app.web.access import Actor, current_actor
from app.web.shell import has_session_cookie


def reader() -> Actor | None:
    """Whoever is signed in; None for everybody else."""
    return current_actor() if has_session_cookie() else None


def reads_whole_agenda() -> bool:
    """Whether the reader may see what is non-public."""
    actor = reader()
    return actor is not None and may_read_whole_agenda(actor)
