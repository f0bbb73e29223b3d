"""The changes of a stretch of time, read once for many readers and found by what is followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.digests.queries.searches import searches_that_find
from app.news import Change, changes_between

# What is older is history, not news: whoever was away for longer is told of the last quarter.
LONGEST = timedelta(days=92)
_EVERYTHING = "everything"


class Window:
    """All changes after `since` up to `until`, indexed by the keys that people follow."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.since, self.until = max(since, until - LONGEST), until
        self._changes = _with_searches(changes_between(self.since, until))
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)
        for index, change in enumerate(self._changes):
            for key in change.follows:
                self._by_key[key].append(index)

    def covers(self, since: datetime, until: datetime) -> bool:
        """Whether everything that a reader of this stretch could be owed is in it."""
        return self.since <= max(since, self.until - LONGEST) and until <= self.until

    def about(self, keys: Iterable[str], since: datetime, until: datetime) -> list[Change]:
        """What has happened to anything of these between the two moments, oldest first."""
        indexes = sorted({index for key in keys for index in self._by_key.get(key, ())})
        return [change for index in indexes if since < (change := self._changes[index]).at <= until]

    def newest(self) -> dict[str, datetime]:
        """For every key that has news, when the latest came."""
        return {key: self._changes[indexes[-1]].at for key, indexes in self._by_key.items()}


def _with_searches(changes: Sequence[Change]) -> list[Change]:
    # What is told to all who follow the field or the place is told to those whose search finds it, too.
    listed = {change.subject for change in changes if _EVERYTHING in change.follows}
    found = searches_that_find({subject.partition(":")[2] for subject in listed if subject.startswith("idea:")})
    return [
        replace(change, follows=change.follows | found.get(change.subject.partition(":")[2], frozenset()))
        if _EVERYTHING in change.follows
        else change
        for change in changes
    ]
