"""Minutes as one reader may see them: the one place where non-public items lose their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.meetings.models import Meeting
from app.proceedings.models import Minutes
from app.proceedings.queries.items import RunningItem, running_items
from app.proceedings.queries.resolutions import Decided
from app.proceedings.queries.roll import Place, Roll, roll_of
from app.proceedings.states import Presence


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the minutes mention it."""

    title: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Section:
    """One item. Of a non-public one the public gets number and neutral title, nothing else."""

    number: int
    title: str
    public: bool
    paragraphs: tuple[str, ...] = ()
    resolutions: tuple[Decided, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    recused: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """The whole text; `whole` says that non-public items are in it."""

    meeting: Meeting
    minutes: Minutes
    roll: Roll
    whole: bool
    sections: tuple[Section, ...] = field(default_factory=tuple)

    @property
    def provisional(self) -> bool:
        """Whether the meeting has yet to approve it."""
        return self.minutes.approved_at is None

    def places(self, *presences: Presence) -> list[Place]:
        """The seats that took part in one of these ways."""
        return [place for place in self.roll.places if place.presence in presences]


def minutes_document(meeting: Meeting, minutes: Minutes, over_percent: int, whole: bool) -> MinutesDocument:
    """The minutes for a reader; `whole` is for those who may read what is not public."""
    roll = roll_of(meeting.id, over_percent)
    items = running_items(meeting.id)
    sections = tuple(_section(row, roll, whole) for row in items)
    return MinutesDocument(meeting, minutes, roll, whole, sections)


def _section(row: RunningItem, roll: Roll, whole: bool) -> Section:
    item = row.item
    if not item.public and not whole:
        return Section(item.position, item.neutral_title, False)
    return Section(
        number=item.position,
        title=item.title,
        public=item.public,
        paragraphs=_paragraphs(row.text),
        resolutions=tuple(row.resolutions),
        # Who got which task is for those inside: tasks name people.
        tasks=tuple(_tasks(row, roll)) if whole else (),
        recused=tuple(roll.recused(item.id)),
    )


def _tasks(row: RunningItem, roll: Roll) -> Sequence[TaskLine]:
    lines = []
    for task in row.tasks:
        place = roll.place_of(task.seat_id) if task.seat_id else None
        lines.append(TaskLine(task.title, task.owner_name or (place.holder if place else ""), task.due_on))
    return lines


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
