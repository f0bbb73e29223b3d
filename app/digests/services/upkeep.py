"""Keeping digests honest and short-lived: written again when something in them was hidden, forgotten after 30 days."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, delete, func, select

from app.db import db
from app.digests import mails
from app.digests.models import Digest
from app.digests.queries.due import reader_of
from app.digests.queries.written import entries_of
from app.mail import post
from app.mail.models import StoredLetter
from app.mail.states import LetterState, Reason
from app.news import still_readable

KEPT = timedelta(days=30)
AT_ONCE = 500
# Whoever has not got it by then gets what is left of it with the next one's page; an old digest helps nobody.
REWRITTEN_WITHIN = timedelta(days=3)


def digests_to_rewrite(now: datetime) -> Sequence[uuid.UUID]:
    """Digests whose letter was withheld because something in it had been hidden before it left."""
    return db.session.scalars(
        select(Digest.id)
        .join(StoredLetter, StoredLetter.about == func.concat("digest:", cast(Digest.id, String)))
        .where(
            StoredLetter.version == Digest.version,
            StoredLetter.state == LetterState.CANCELLED,
            StoredLetter.reason == Reason.NOT_TRUE,
            Digest.created_at > now - REWRITTEN_WITHIN,
        )
        .limit(AT_ONCE)
    ).all()


def rewrite(digest_id: uuid.UUID, now: datetime) -> None:
    """Leave out what may no longer be read and post the rest anew; nothing when nothing is left."""
    digest = db.session.get_one(Digest, digest_id, with_for_update=True)
    entries = entries_of(digest)
    readable = still_readable({entry.subject for entry in entries}, now)
    left = [raw for raw, entry in zip(digest.entries, entries, strict=True) if entry.subject in readable]
    digest.entries, digest.version = left, digest.version + 1
    db.session.flush()
    reader = reader_of(digest.subscriber_id)
    if left and reader is not None:
        post(mails.following(reader, digest.id, entries_of(digest), digest.version), now)


def digests_to_forget(now: datetime) -> Sequence[uuid.UUID]:
    """Digests that nobody can read on the web any more."""
    return db.session.scalars(select(Digest.id).where(Digest.created_at < now - KEPT).limit(AT_ONCE)).all()


def forget_digest(digest_id: uuid.UUID, _now: datetime) -> None:
    """Delete what was told; the letter's own facts stay in the outbox."""
    db.session.execute(delete(Digest).where(Digest.id == digest_id))
