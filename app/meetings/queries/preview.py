"""What the ladder will do: for each rung of some meetings when it is due, whom it concerns, who was told already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.meetings.models import Meeting
from app.meetings.queries.guests import Guest
from app.meetings.queries.ladder import Planned, not_told, planned_rungs


@dataclass(frozen=True, slots=True)
class Preview:
    """A rung of a meeting as the office sees it."""

    planned: Planned
    concerned: list[Guest]
    waiting: list[Guest]

    @property
    def unreachable(self) -> list[Guest]:
        """Those without address."""
        return [guest for guest in self.concerned if not guest.address]

    def status(self, now: datetime) -> str:
        """skipped, off, over, due or ahead."""
        rung, meeting = self.planned.rung, self.planned.meeting
        if rung is None:
            return "skipped" if self.planned.choice is not None and self.planned.choice.skipped else "off"
        if now > rung.useful_until(meeting.starts_at) or meeting.state not in self.planned.step.states:
            return "over"
        return "due" if self.planned.is_due(now) else "ahead"


def preview(meetings: Sequence[Meeting], now: datetime) -> list[Preview]:
    """Every rung of these meetings by time; a few queries for each kind of rung, whatever their number."""
    planned = planned_rungs(meetings)
    rows: list[Preview] = []
    for step in {id(row.step): row.step for row in planned}.values():
        mine = [row for row in planned if row.step is step]
        concerned = list(step.owed([row.meeting for row in mine], now))
        waiting = {(guest.meeting_id, guest.seat_id, guest.key) for guest in not_told(step, concerned)}
        for row in mine:
            here = [guest for guest in concerned if guest.meeting_id == row.meeting.id]
            rows.append(Preview(row, here, [g for g in here if (g.meeting_id, g.seat_id, g.key) in waiting]))
    return sorted(rows, key=lambda row: row.planned.step.rung.due_at(row.planned.meeting.starts_at))
