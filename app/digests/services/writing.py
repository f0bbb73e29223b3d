"""Writing what is owed: a batch of readers, their digests, their letters and their cursors in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger as SqlBigInteger
from sqlalchemy import column, func, update, values
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.types import DateTime

from app.clock import local
from app.db import db
from app.digests import mails
from app.digests.folding import Entry, Reader, folded, owed
from app.digests.models import Digest, DigestCursor, DigestTally
from app.digests.queries.due import DueReader, follows_of
from app.digests.queries.readers import members_among, told_by_letter
from app.digests.queries.window import Window
from app.digests.states import DigestKind, Skip
from app.i18n import in_language
from app.mail import post
from app.news import Change

WRITTEN = "written"
# A digest is a letter, not an archive: what lies beyond is counted, and shown by the list of ideas.
MOST_ENTRIES = 500


def write_digests(readers: Sequence[DueReader], window: Window, now: datetime) -> Counter[str]:
    """Write to each of these what they are owed and move all cursors; says how many were written or skipped, and why.

    `readers` are locked by the caller's query. Nobody is written to twice for one window: the digest's own key
    and the cursor move together.
    """
    outcomes: Counter[str] = Counter()
    digests: list[tuple[DueReader, list[Entry]]] = []
    for reader, found in zip(readers, _owed_to_all(readers, window, now), strict=True):
        if not reader.wanted:
            outcomes[Skip.SWITCHED_OFF] += 1
        elif not found[1]:
            outcomes[Skip.NOTHING_NEW] += 1
        else:
            outcomes[WRITTEN] += 1
            with in_language(reader.language):
                digests.append((reader, folded(found[1], found[0])[:MOST_ENTRIES]))
    _keep_and_post(digests, now)
    _move_cursors(readers)
    _count(outcomes, now)
    return outcomes


def _owed_to_all(readers: Sequence[DueReader], window: Window, now: datetime) -> list[tuple[Reader, list[Change]]]:
    follows = follows_of([reader.subscriber_id for reader in readers])
    members = members_among([reader.person_id for reader in readers if reader.person_id], local(now).date())
    changes = [window.about(follows.get(reader.subscriber_id, ()), reader.since, reader.until) for reader in readers]
    letters = {change.told_by for found in changes for change in found if change.told_by}
    told = told_by_letter([reader.address for reader in readers], letters)
    known = [
        Reader(
            reader.address,
            follows.get(reader.subscriber_id, {}),
            reader.person_id in members,
            told.get(reader.address, frozenset()),
        )
        for reader in readers
    ]
    return [
        (reader, owed(found, reader, due.since)) for reader, found, due in zip(known, changes, readers, strict=True)
    ]


def _keep_and_post(digests: Sequence[tuple[DueReader, list[Entry]]], now: datetime) -> None:
    if not digests:
        return
    rows = [
        {
            "subscriber_id": reader.subscriber_id,
            "kind": DigestKind.FOLLOWING,
            "version": 1,
            "covered_from": reader.since,
            "covered_until": reader.until,
            "language": reader.language,
            "entries": [stored(entry) for entry in entries],
            "created_at": now,
        }
        for reader, entries in digests
    ]
    made = db.session.scalars(insert(Digest).returning(Digest.id, sort_by_parameter_order=True), rows).all()
    for digest_id, (reader, entries) in zip(made, digests, strict=True):
        post(mails.following(reader, digest_id, entries), now)


def stored(entry: Entry) -> dict[str, Any]:
    """An entry as it is kept for the web: plain JSON, times in ISO 8601."""
    facts = asdict(entry)
    facts["lines"] = [{**line, "at": cast("datetime", line["at"]).isoformat()} for line in facts["lines"]]
    return facts


def _move_cursors(readers: Sequence[DueReader]) -> None:
    moved = values(column("subscriber_id", SqlBigInteger), column("until", DateTime(timezone=True)), name="moved").data(
        [(reader.subscriber_id, reader.until) for reader in readers]
    )
    db.session.execute(
        update(DigestCursor)
        .where(DigestCursor.subscriber_id == moved.c.subscriber_id, DigestCursor.kind == DigestKind.FOLLOWING)
        .values(covered_until=func.greatest(DigestCursor.covered_until, moved.c.until))
        .execution_options(synchronize_session=False)
    )


def _count(outcomes: Counter[str], now: datetime) -> None:
    day = local(now).date()
    for outcome, number in outcomes.items():
        tally = insert(DigestTally).values(day=day, kind=DigestKind.FOLLOWING, outcome=outcome, number=number)
        db.session.execute(
            tally.on_conflict_do_update(
                index_elements=["day", "kind", "outcome"], set_={"number": DigestTally.number + number}
            )
        )
