"""What is new for one reader, from the same sources and by the same rules as their digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.clock import local
from app.digests.addressees import To
from app.digests.folding import Entry, Reader, folded, owed
from app.digests.queries.due import follows_of
from app.digests.queries.readers import members_among, told_by_letter
from app.digests.queries.window import Window

LOOK_BACK = timedelta(days=30)


def news_for(to: To, since: datetime, now: datetime) -> list[Entry]:
    """Entries in the language at hand about everything after `since`, at most a month back."""
    since = max(since, now - LOOK_BACK)
    follows = follows_of([to.subscriber_id]).get(to.subscriber_id, {})
    if not follows:
        return []
    changes = Window(since, now).about(follows, since, now)
    told = told_by_letter([to.address], {change.told_by for change in changes if change.told_by})
    is_member = bool(to.person_id and members_among([to.person_id], local(now).date()))
    reader = Reader(to.address, follows, is_member, told.get(to.address, frozenset()))
    return folded(owed(changes, reader, since), reader)
