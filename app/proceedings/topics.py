"""What people may choose about the post of this room; minutes, votes and tasks are duties and no topics."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.mail.topics import Topic

DECISIONS_TOPIC = Topic(
    "decisions",
    _l("Entscheidungen über Ideen, die Sie unterstützen"),
    _l("Eine Nachricht, sobald der Konvent über eine Idee entschieden hat, die Sie unterstützen."),
    default_on=True,
    needs_consent=False,
)
TOPICS = (DECISIONS_TOPIC,)
