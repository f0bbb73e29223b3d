"""Ordering and making packs: the office asks, a worker makes; after a change a pack is made anew by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import after_commit, db
from app.doorbell import ring
from app.files import store
from app.meetings.models import Meeting, MeetingPack
from app.meetings.pack import Pack, PackFault, make
from app.meetings.pack.gather import gather
from app.meetings.queries.agenda import whole_agenda
from app.meetings.queries.packs import fingerprint

MAKE_PACKS = "make-meeting-packs"
MOST_AT_ONCE = 20
Key = tuple[int, bool]


def order_packs(meeting_id: int, now: datetime) -> None:
    """Have both packs of a meeting made now; a worker is told after the commit."""
    fresh = {"meeting_id": meeting_id, "wanted_at": now, "shows": "", "pdf_size": 0, "zip_size": 0}
    wanted = insert(MeetingPack).values([{**fresh, "public": public} for public in (True, False)])
    again = {"wanted_at": now, "failed_at": None}
    db.session.execute(wanted.on_conflict_do_update(index_elements=["meeting_id", "public"], set_=again))
    after_commit(partial(ring, MAKE_PACKS))


def packs_due(now: datetime) -> Sequence[Key]:
    """Which packs are to be made, the one that waits longest first."""
    query = select(MeetingPack.meeting_id, MeetingPack.public).where(MeetingPack.wanted_at <= now)
    rows = db.session.execute(query.order_by(MeetingPack.wanted_at, MeetingPack.public).limit(MOST_AT_ONCE))
    return [(row.meeting_id, row.public) for row in rows]


def make_pack(key: Key, now: datetime) -> None:
    """Make one pack; if another worker is at it, or has just been, nothing happens."""
    query = select(MeetingPack).where(MeetingPack.meeting_id == key[0], MeetingPack.public == key[1])
    pack = db.session.scalars(
        query.where(MeetingPack.wanted_at <= now)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if pack is None:
        return
    meeting = db.session.get_one(Meeting, pack.meeting_id)
    agenda = whole_agenda(meeting, whole=not pack.public, now=now)
    pack.wanted_at = None
    try:
        made = make(gather(meeting, agenda, public=pack.public, now=now))
    except PackFault:
        current_app.logger.exception("pack of meeting=%s public=%s failed", *key)
        pack.failed_at = now
        return
    _keep(pack, made, now)
    pack.shows = fingerprint(meeting, agenda)


def known_files(names: Collection[str]) -> Iterable[str]:
    """Which of these stored files are packs."""
    query = select(MeetingPack.pdf_name, MeetingPack.zip_name)
    found = db.session.execute(query.where(MeetingPack.pdf_name.in_(names) | MeetingPack.zip_name.in_(names)))
    return [name for row in found for name in row if name in names]


def _keep(pack: MeetingPack, made: Pack, now: datetime) -> None:
    for old in (pack.pdf_name, pack.zip_name):
        if old:
            store.remove_after_commit(old)
    pack.pdf_name, pack.pdf_size, pack.pdf_sha256 = store.put(made.pdf), len(made.pdf), sha256(made.pdf).digest()
    pack.zip_name, pack.zip_size, pack.zip_sha256 = store.put(made.zip), len(made.zip), sha256(made.zip).digest()
    pack.made_at, pack.failed_at = now, None
    db.session.flush()
