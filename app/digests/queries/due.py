"""Whose digest is due: cursors that lie before the last slot of their reader's rhythm, a batch at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, exists, false, func, or_, select, values
from sqlalchemy import Text as SqlText
from sqlalchemy.types import DateTime

from app.db import db
from app.digests.addressees import To
from app.digests.models import DigestCursor, Follow, Subscriber
from app.digests.slots import last_slot
from app.digests.states import DigestKind
from app.digests.topics import FOLLOWING
from app.mail.models import TopicChoice
from app.mail.topics import MONDAY, Rhythm
from app.members.models import Person

BATCH = 500
# Who reads at once and had nothing to read is looked at so often, which keeps the window short.
AT_ONCE_LOOKS_BACK = timedelta(days=1)

_address = func.coalesce(func.lower(Person.email), Subscriber.address)
_rhythm: ColumnElement[Any] = func.coalesce(TopicChoice.rhythm, str(FOLLOWING.usual_rhythm))
_weekday: ColumnElement[Any] = func.coalesce(TopicChoice.weekday, MONDAY)
_wanted: ColumnElement[bool] = func.coalesce(TopicChoice.wanted, FOLLOWING.default_on)

_WITHOUT_WEEKDAY = (Rhythm.DAILY, Rhythm.MONTHLY)


@dataclass(frozen=True, slots=True)
class DueReader(To):
    """Somebody whose window from `since` to `until` is to be told, and how to address them."""

    since: datetime
    until: datetime
    wanted: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """The moment up to which everything has been committed, and the last slot of those who read after meetings."""

    settled: datetime
    after_meeting: datetime | None

    def rows(self) -> list[tuple[ColumnElement[bool], datetime | None]]:
        """Which readers belong to which slot."""
        clock = [
            *((_rhythm == rhythm.value, last_slot(rhythm, MONDAY, self.settled)) for rhythm in _WITHOUT_WEEKDAY),
            *(
                (and_(_rhythm == Rhythm.WEEKLY.value, _weekday == day), last_slot(Rhythm.WEEKLY, day, self.settled))
                for day in range(7)
            ),
        ]
        at_meetings = (_rhythm == Rhythm.AFTER_MEETING.value, self.after_meeting)
        # Who wants nothing is looked at weekly: the cursor moves, so that a later yes brings no old news.
        off = (~_wanted, last_slot(Rhythm.WEEKLY, MONDAY, self.settled))
        return [
            off,
            *((and_(_wanted, which), slot) for which, slot in (*clock, at_meetings) if slot is not None),
        ]


def due_readers(
    slots: Slots, newest: Mapping[str, datetime], limit: int = BATCH, except_for: Collection[int] = ()
) -> list[DueReader]:
    """The next readers whose digest is due, the longest waiting first; locked, and skipped by other workers.

    `newest` holds, for everything that has changed of late, when: who reads at once is due by that.
    """
    query = (
        _readers()
        .where(_is_due(slots, newest), DigestCursor.subscriber_id.not_in(except_for))
        .order_by(DigestCursor.covered_until, DigestCursor.subscriber_id)
        .limit(limit)
        .with_for_update(of=DigestCursor, skip_locked=True)
    )
    return [_reader(row, slots) for row in db.session.execute(query)]


def due_count(slots: Slots, newest: Mapping[str, datetime]) -> int:
    """How many readers are due."""
    due = _readers().where(_is_due(slots, newest)).subquery()
    return db.session.scalar(select(func.count()).select_from(due)) or 0


def follows_of(subscriber_ids: Sequence[int]) -> dict[int, dict[str, datetime]]:
    """What each of these follows, and since when; one query."""
    rows = db.session.execute(
        select(Follow.subscriber_id, Follow.key, Follow.confirmed_at).where(
            Follow.subscriber_id.in_(subscriber_ids), Follow.confirmed_at.is_not(None), Follow.ended_at.is_(None)
        )
    )
    follows: defaultdict[int, dict[str, datetime]] = defaultdict(dict)
    for subscriber_id, key, since in rows:
        if since is not None:
            follows[subscriber_id][key] = since
    return follows


def reader_of(subscriber_id: int) -> To | None:
    """How to address a subscriber; None while their account is locked or once it has ended."""
    row = db.session.execute(_readers().where(DigestCursor.subscriber_id == subscriber_id)).first()
    return To(row.subscriber_id, row.person_id, row.address, row.name, row.language) if row else None


def _readers() -> Select[*tuple[Any, ...]]:
    return (
        select(
            DigestCursor.subscriber_id,
            Subscriber.person_id,
            _address.label("address"),
            func.coalesce(Person.name, Subscriber.name).label("name"),
            func.coalesce(Person.language, Subscriber.language).label("language"),
            DigestCursor.covered_until,
            _rhythm.label("rhythm"),
            _weekday.label("weekday"),
            _wanted.label("wanted"),
        )
        .join(Subscriber, Subscriber.id == DigestCursor.subscriber_id)
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .outerjoin(TopicChoice, and_(TopicChoice.address == _address, TopicChoice.topic == FOLLOWING.name))
        .where(or_(Subscriber.person_id.is_(None), and_(Person.locked_at.is_(None), Person.ended_at.is_(None))))
    )


def _is_due(slots: Slots, newest: Mapping[str, datetime]) -> ColumnElement[bool]:
    by_clock = [and_(which, DigestCursor.covered_until < slot) for which, slot in slots.rows() if slot is not None]
    return and_(DigestCursor.kind == DigestKind.FOLLOWING, or_(_due_at_once(slots, newest), *by_clock))


def _due_at_once(slots: Slots, newest: Mapping[str, datetime]) -> ColumnElement[bool]:
    now = last_slot(Rhythm.AT_ONCE, MONDAY, slots.settled)
    if now is None:
        return false()
    reads_at_once = and_(_wanted, _rhythm == Rhythm.AT_ONCE.value)
    stale = DigestCursor.covered_until < now - AT_ONCE_LOOKS_BACK
    if not newest:
        return and_(reads_at_once, stale)
    changed = values(column("key", SqlText), column("at", DateTime(timezone=True)), name="changed").data(
        list(newest.items())
    )
    touched = exists().where(
        Follow.subscriber_id == DigestCursor.subscriber_id,
        Follow.confirmed_at.is_not(None),
        Follow.ended_at.is_(None),
        Follow.key == changed.c.key,
        changed.c.at > DigestCursor.covered_until,
    )
    return and_(reads_at_once, or_(stale, touched))


def _reader(row: Any, slots: Slots) -> DueReader:
    slot = _slot_of(row, slots)
    return DueReader(
        subscriber_id=row.subscriber_id,
        person_id=row.person_id,
        address=row.address,
        name=row.name,
        language=row.language,
        since=row.covered_until,
        until=slot or slots.settled,
        wanted=row.wanted,
    )


def _slot_of(row: Any, slots: Slots) -> datetime | None:
    if not row.wanted:
        return last_slot(Rhythm.WEEKLY, MONDAY, slots.settled)
    rhythm = Rhythm(row.rhythm)
    return slots.after_meeting if rhythm == Rhythm.AFTER_MEETING else last_slot(rhythm, row.weekday, slots.settled)
