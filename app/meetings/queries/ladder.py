"""Which letters of the ladder are owed at a moment: a bounded number of queries, however many meetings there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Text, and_, cast, func, or_, select, tuple_

from app.db import db
from app.mail.models import StoredLetter
from app.mail.states import LetterState
from app.meetings.ladder import Rung
from app.meetings.models import Meeting, MeetingRevision, MeetingRung
from app.meetings.queries.guests import Guest
from app.meetings.queries.steps import Step, about, in_force, steps
from app.meetings.states import MeetingState
from app.region.models import Body

# No rung lies farther from its meeting.
FARTHEST = timedelta(days=62)
AT_ONCE = 2000
MEETINGS_AT_ONCE = 1000


def batched(meetings: Sequence[Meeting], size: int) -> Iterator[Sequence[Meeting]]:
    """The meetings in portions, so that memory does not grow with their number."""
    for first in range(0, len(meetings), size):
        yield meetings[first : first + size]


@dataclass(frozen=True, slots=True)
class Planned:
    """A rung of a meeting as it stands: `rung` is None while it is switched off or skipped."""

    step: Step
    meeting: Meeting
    rung: Rung | None
    choice: MeetingRung | None

    @property
    def due_at(self) -> datetime | None:
        """When its letters leave, in UTC."""
        return self.rung.due_at(self.meeting.starts_at) if self.rung else None

    def is_due(self, now: datetime) -> bool:
        """Whether its letters should leave now."""
        if self.rung is None or self.meeting.state not in self.step.states:
            return False
        sent_now = self.choice is not None and self.choice.now_revision == self.meeting.revision
        in_time = now <= self.rung.useful_until(self.meeting.starts_at)
        return in_time and (sent_now or self.rung.is_due(self.meeting.starts_at, now))


def meetings_near(now: datetime) -> Sequence[Meeting]:
    """Every meeting of which some rung may be due, cancelled ones left out."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.starts_at.between(now - FARTHEST, now + FARTHEST), Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def planned_rungs(meetings: Sequence[Meeting]) -> list[Planned]:
    """Every rung of every one of these meetings, with the settings of the body and the choices of the office."""
    stored = _settings()
    rows = db.session.scalars(select(MeetingRung).where(MeetingRung.meeting_id.in_([m.id for m in meetings])))
    choices = {(row.meeting_id, row.rung): row for row in rows}
    return [
        Planned(step, meeting, in_force(step, stored.get(name, {}), choices.get((meeting.id, name))),
                choices.get((meeting.id, name)))
        for meeting in meetings
        for name, step in steps().items()
    ]  # fmt: skip


def letters_owed(now: datetime) -> list[tuple[str, int, int, str]]:
    """What is to be written now: rung, meeting, seat, guest. At most AT_ONCE, the rest comes with the next sweep."""
    owed: list[tuple[str, int, int, str]] = []
    due = [planned for planned in planned_rungs(meetings_near(now)) if planned.is_due(now)]
    for name, step in steps().items():
        meetings = [planned.meeting for planned in due if planned.step is step]
        for chunk in batched(meetings, MEETINGS_AT_ONCE):
            concerned = not_told(step, step.owed(chunk, now)) if len(owed) < AT_ONCE else []
            owed += [(name, guest.meeting_id, guest.seat_id, guest.key) for guest in concerned]
    return owed[:AT_ONCE]


def owed_of(name: str, meeting: Meeting, now: datetime) -> list[Guest]:
    """Who is still to be told by one rung of one meeting, if that is due now."""
    planned = next((row for row in planned_rungs([meeting]) if row.step.rung.name == name), None)
    if planned is None or not planned.is_due(now):
        return []
    return not_told(planned.step, planned.step.owed([meeting], now))


def not_told(step: Step, guests: Iterable[Guest]) -> list[Guest]:
    """Those with an address whom no letter of this rung has told yet.

    A letter about an earlier revision counts if it went out and the meeting began at the same time then: a new place
    does not repeat the call for items, and neither does a meeting that was moved away and back.
    """
    mailable = [guest for guest in guests if guest.address]
    told = _told(step, {guest.meeting_id for guest in mailable})
    return [guest for guest in mailable if (about(guest), guest.key) not in told]


def _told(step: Step, meeting_ids: set[int]) -> set[tuple[str, str]]:
    same_time = (
        select(cast(Meeting.id, Text), MeetingRevision.revision)
        .join(MeetingRevision, MeetingRevision.meeting_id == Meeting.id)
        .where(Meeting.id.in_(meeting_ids), MeetingRevision.starts_at == Meeting.starts_at)
    )
    current = select(cast(Meeting.id, Text), Meeting.revision).where(Meeting.id.in_(meeting_ids))
    key = tuple_(func.split_part(StoredLetter.about, ":", 2), StoredLetter.version)
    gone = and_(key.in_(same_time), StoredLetter.state == LetterState.SENT)
    query = select(StoredLetter.about, StoredLetter.slot).where(
        StoredLetter.kind == step.kind.name, or_(key.in_(current), gone)
    )
    return {(row.about, row.slot) for row in db.session.execute(query)}


def _settings() -> Mapping[str, Mapping[str, object]]:
    rules = db.session.execute(select(Body.rules).limit(1)).scalar_one_or_none() or {}
    ladder = rules.get("ladder", {})
    return ladder if isinstance(ladder, dict) else {}
