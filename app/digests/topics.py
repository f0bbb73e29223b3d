"""The topics of optional mail that digests belong to."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.mail.topics import Rhythm, Topic, with_role

# Who follows something has asked for it, or follows by their own idea or seat; what waits for a mailbox to
# confirm is the single follow, so the topics themselves need no second consent.
FOLLOWING = Topic(
    "following",
    _l("Was Sie verfolgen"),
    _l("Neues zu Ideen, Handlungsfeldern, Gebieten und Sitzungen, denen Sie folgen. Nur, wenn es Neues gibt."),
    rhythms=(Rhythm.WEEKLY, Rhythm.DAILY, Rhythm.AT_ONCE, Rhythm.MONTHLY, Rhythm.AFTER_MEETING),
    default_on=True,
    needs_consent=False,
)
REVIEW = Topic(
    "review",
    _l("Was wurde daraus?"),
    _l("Einmal im Monat, was eingereicht, entschieden und umgesetzt wurde. Nur, wenn Sie es bestellt haben."),
    rhythms=(Rhythm.MONTHLY,),
    default_on=True,
    needs_consent=False,
)
MODERATORS_WEEKLY = Topic(
    "moderators_weekly",
    _l("Wochenüberblick der Moderation"),
    _l("Montags: was wartet, was überfällig ist, und wie sich beides entwickelt."),
    rhythms=(Rhythm.WEEKLY,),
    default_on=True,
    needs_consent=False,
    audience=with_role("moderator", "office"),
)
TOPICS = (FOLLOWING, REVIEW, MODERATORS_WEEKLY)
