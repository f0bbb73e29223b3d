"""Tables of digests: who reads, what they follow, up to when they have been told, and what they were told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.digests.states import DigestKind, FollowSource, Skip


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Subscriber(Model):
    """Somebody who may be told of news: an account, or just a mailbox.

    `address` (lower-cased), `name` and `language` are the mailbox's; of an account its own hold, so a changed
    address needs no second entry. `visited_at` is when they last looked at their news on the web.
    """

    __tablename__ = "subscriber"
    __table_args__ = (
        CheckConstraint("language IN ('de', 'en')", name="language"),
        CheckConstraint("address = lower(address) AND address !~ '[[:cntrl:]]'", name="address"),
        Index("uq_subscriber_address", "address", unique=True, postgresql_where=text("person_id IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    address: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    created_at: Mapped[datetime]
    visited_at: Mapped[datetime | None]


class Follow(Model):
    """Somebody follows something; `key` names it as news do („idea:RK-2026-00042“, „field:BF“, „everything“).

    Without `confirmed_at` it waits for the mailbox to say yes. `ended_at` keeps a no, so that what follows by
    itself (one's own idea, one's seat) does not come back.
    """

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "key"),
        CheckConstraint(_one_of("source", FollowSource), name="source"),
        Index("ix_follow_key", "key", postgresql_where=text("confirmed_at IS NOT NULL AND ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"))
    key: Mapped[str]
    source: Mapped[str] = mapped_column(default=FollowSource.ASKED)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SavedSearch(Model):
    """A search of the list of ideas that somebody follows; `key` is derived from it, so the same one is one row.

    An empty list lets everything through, as in the list itself.
    """

    __tablename__ = "saved_search"

    key: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(default="")
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    goals: Mapped[list[str]] = mapped_column(ARRAY(Text))
    places: Mapped[list[str]] = mapped_column(ARRAY(Text))
    groups: Mapped[list[str]] = mapped_column(ARRAY(Text))
    states: Mapped[list[str]] = mapped_column(ARRAY(Text))


class DigestCursor(Model):
    """Up to when somebody has been told by one kind of digest; it moves in the transaction of the letter."""

    __tablename__ = "digest_cursor"
    __table_args__ = (
        CheckConstraint(_one_of("kind", DigestKind), name="kind"),
        Index("ix_digest_cursor_kind_covered_until", "kind", "covered_until"),
    )

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    covered_until: Mapped[datetime]


class Digest(Model):
    """A digest as it was written: `entries` in the reader's language, all of them, most relevant first.

    Readable on the web for 30 days. `version` rises when it is written again, because something in it was
    hidden before it left.
    """

    __tablename__ = "digest"
    __table_args__ = (
        CheckConstraint(_one_of("kind", DigestKind), name="kind"),
        CheckConstraint("covered_until > covered_from", name="window"),
        CheckConstraint("jsonb_array_length(entries) > 0 OR version > 1", name="never_empty"),
        UniqueConstraint("subscriber_id", "kind", "covered_until"),
        Index("ix_digest_created_at", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"))
    kind: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    covered_from: Mapped[datetime]
    covered_until: Mapped[datetime]
    language: Mapped[str]
    entries: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[datetime]


class DigestTally(Model):
    """How many digests of a kind were written or skipped on a local day, and why skipped."""

    __tablename__ = "digest_tally"
    __table_args__ = (CheckConstraint(f"outcome = 'written' OR {_one_of('outcome', Skip)}", name="outcome"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class DigestNote(Model):
    """What the office puts on top of a digest around a meeting, for all who get it."""

    __tablename__ = "digest_note"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
