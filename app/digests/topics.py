"""The topics of optional mail that digests belong to."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.mail.topics import Rhythm, Topic

# Who follows something has asked for it, or follows by their own idea or seat; what waits for a mailbox to
# confirm is the single follow, so the topic itself needs no second consent.
FOLLOWING = Topic(
    "following",
    _l("Was Sie verfolgen"),
    _l("Neues zu Ideen, Handlungsfeldern, Gebieten und Sitzungen, denen Sie folgen. Nur, wenn es Neues gibt."),
    rhythms=(Rhythm.WEEKLY, Rhythm.DAILY, Rhythm.AT_ONCE, Rhythm.MONTHLY, Rhythm.AFTER_MEETING),
    default_on=True,
    needs_consent=False,
)
TOPICS = (FOLLOWING,)
