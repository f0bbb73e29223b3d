"""The office's view: how digests went, what one address would be told now, and which meetings take a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select

from app.clock import local
from app.db import db
from app.digests.folding import Entry, Line
from app.digests.models import DigestCursor, DigestNote, DigestTally, Subscriber
from app.digests.queries.due import reader_of
from app.digests.queries.names import Followed, names_of
from app.digests.queries.news import news_for
from app.digests.states import DigestKind
from app.meetings.models import Meeting
from app.meetings.states import MeetingState
from app.members.models import Person

DAYS = 14
AHEAD, BEHIND = timedelta(days=40), timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Preview:
    """What somebody would be told now, since when, and the names of what they follow."""

    address: str
    since: datetime
    entries: list[Entry]
    names: dict[str, Followed]

    def why(self, line: Line) -> str:
        """What this reader follows that the line is about, in words."""
        return ", ".join(self.names[key].name for key in line.because if key in self.names)


def tallies(now: datetime) -> Sequence[DigestTally]:
    """Digests written and skipped by day and reason, the latest day first."""
    first: date = local(now).date() - timedelta(days=DAYS)
    order = (DigestTally.day.desc(), DigestTally.kind, DigestTally.outcome)
    return db.session.scalars(select(DigestTally).where(DigestTally.day > first).order_by(*order)).all()


def preview_for(address: str, now: datetime) -> Preview | None:
    """The next digest of an address as it stands; None when nobody there follows anything."""
    row = db.session.execute(
        select(Subscriber.id, DigestCursor.covered_until)
        .join(DigestCursor, DigestCursor.subscriber_id == Subscriber.id)
        .outerjoin(Person, Person.id == Subscriber.person_id)
        .where(
            DigestCursor.kind == DigestKind.FOLLOWING,
            or_(func.lower(Person.email) == address.lower(), Subscriber.address == address.lower()),
        )
        .limit(1)
    ).first()
    to = reader_of(row.id) if row else None
    if row is None or to is None:
        return None
    entries = news_for(to, row.covered_until, now)
    keys = {key for entry in entries for line in entry.lines for key in line.because}
    return Preview(to.address, row.covered_until, entries, names_of(keys, now))


def meetings_with_notes(now: datetime) -> list[tuple[Meeting, dict[str, str]]]:
    """Meetings whose digests are near, with the notes that stand on them by rung; two queries."""
    near = (Meeting.starts_at > now - BEHIND, Meeting.starts_at < now + AHEAD, Meeting.state != MeetingState.CANCELLED)
    meetings = db.session.scalars(select(Meeting).where(*near).order_by(Meeting.starts_at)).all()
    notes = db.session.scalars(select(DigestNote).where(DigestNote.meeting_id.in_([row.id for row in meetings]))).all()
    texts: dict[int, dict[str, str]] = {row.id: {} for row in meetings}
    for note in notes:
        texts[note.meeting_id][note.rung] = note.text
    return [(row, texts[row.id]) for row in meetings]
