"""What digests do by the clock: write what is owed, and let people follow by right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from app.digests.queries.due import AT_ONCE_LOOKS_BACK, BATCH, DueReader, Slots, due_count, due_readers
from app.digests.queries.meetings import last_meeting_slot
from app.digests.queries.window import Window
from app.digests.services.by_right import follow_by_right, people_without_follow
from app.digests.services.regular import DueReviews, moderators_to_write, write_week
from app.digests.services.upkeep import digests_to_forget, digests_to_rewrite, forget_digest, rewrite
from app.digests.services.writing import WRITTEN, write_digests
from app.digests.slots import SETTLED_AFTER
from app.sweeps import AnySweep, ChunkSweep, Sweep


class DueDigests:
    """One run: the slots of its moment, and the window of changes, which grows when a reader needs more."""

    def __init__(self, now: datetime) -> None:
        self._now, self._settled = now, now - SETTLED_AFTER
        self._slots = Slots(self._settled, last_meeting_slot(self._settled))
        self._window = Window(self._settled - AT_ONCE_LOOKS_BACK - timedelta(hours=1), self._settled)
        self._newest = self._window.newest()

    def waiting(self) -> int:
        """How many readers are due."""
        return due_count(self._slots, self._newest)

    def take(self, limit: int, except_for: Collection[int]) -> list[DueReader]:
        """The next readers, locked."""
        return due_readers(self._slots, self._newest, limit, except_for)

    def settle(self, items: Sequence[DueReader]) -> int:
        """Write to each what they are owed; says how many got a digest."""
        since = min(reader.since for reader in items)
        if not self._window.covers(since, self._settled):
            self._window = Window(since, self._settled)
        return write_digests(items, self._window, self._now)[WRITTEN]

    def id_of(self, item: DueReader) -> int:
        """The reader's number."""
        return item.subscriber_id


WRITE_DIGESTS = ChunkSweep("write-digests", timedelta(minutes=1), DueDigests, BATCH)
FOLLOW_BY_RIGHT = Sweep("follow-by-right", timedelta(minutes=10), people_without_follow, follow_by_right)
REWRITE_DIGESTS = Sweep("rewrite-digests", timedelta(minutes=5), digests_to_rewrite, rewrite)
FORGET_DIGESTS = Sweep("forget-digests", timedelta(hours=1), digests_to_forget, forget_digest)
WRITE_REVIEWS = ChunkSweep("write-monthly-reviews", timedelta(minutes=5), DueReviews)
WRITE_WEEKS = Sweep("write-moderators-weeks", timedelta(minutes=10), moderators_to_write, write_week)
SWEEPS: tuple[AnySweep, ...] = (
    WRITE_DIGESTS,
    FOLLOW_BY_RIGHT,
    REWRITE_DIGESTS,
    FORGET_DIGESTS,
    WRITE_REVIEWS,
    WRITE_WEEKS,
)
