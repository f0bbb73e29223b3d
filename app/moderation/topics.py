"""What moderators may choose about their post; overdue ideas are a duty and no topic."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.mail.topics import Topic, with_role

NEW_IDEAS_TOPIC = Topic(
    "new_ideas",
    _l("Neu eingegangene Ideen"),
    _l("Eine gesammelte Nachricht, sobald Ideen eingegangen sind, die noch niemand übernommen hat."),
    default_on=True,
    needs_consent=False,
    audience=with_role("moderator", "office"),
)
TOPICS = (NEW_IDEAS_TOPIC,)
