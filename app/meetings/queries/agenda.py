"""The agenda as one reader may see it: the one place where non-public items lose their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.db import db
from app.meetings.models import AgendaItem, AgendaVersion, Meeting
from app.meetings.queries.ideas import IdeaOnItem, about_secret_idea, ideas_on_items
from app.meetings.queries.papers import PaperRow, papers_of
from app.meetings.states import ItemKind


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its number (TOP) and the time at which it begins if all goes to plan.

    For a reader who may not see a non-public item `title` is its neutral title, perhaps empty, and
    nothing else of it is there: no kind, no name, no ideas, no papers, no reason.
    """

    id: int
    number: int
    title: str
    kind: ItemKind | None
    minutes: int
    rapporteur: str
    public: bool
    begins_at: datetime
    neutral_title: str = ""
    late: bool = False
    late_reason: str = ""
    late_consent: bool | None = None
    revision: int = 0
    ideas: tuple[IdeaOnItem, ...] = ()
    papers: tuple[PaperRow, ...] = ()

    @property
    def ends_at(self) -> datetime:
        """When the item ends if all goes to plan."""
        return self.begins_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda with what one reader may see of it: items, the papers of the meeting as a whole."""

    items: list[ItemRow]
    papers: list[PaperRow]
    ends_at: datetime

    @property
    def reading_minutes(self) -> int:
        """How long reading everything takes."""
        every = [*self.papers, *(paper for item in self.items for paper in item.papers)]
        return sum(paper.minutes for paper in every)


def agenda_of(meeting: Meeting, whole: bool, now: datetime) -> list[ItemRow]:
    """The items in their order; `whole` is for readers who may see non-public items."""
    return whole_agenda(meeting, whole, now).items


def whole_agenda(meeting: Meeting, whole: bool, now: datetime) -> Agenda:
    """Items, ideas and papers in three queries."""
    found = db.session.execute(
        select(AgendaItem, about_secret_idea(now))
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position)
    ).all()
    hidden = {item.id for item, secret in found if not whole and (secret or not item.public)}
    shown = [item for item, _ in found if item.id not in hidden]
    ideas = ideas_on_items([item.id for item in shown], now) if shown else []
    papers = papers_of(meeting.id, whole, now)
    rows = list(_rows(meeting, [item for item, _ in found], hidden, ideas, papers))
    of_meeting = [paper for paper in papers if paper.item_id is None]
    return Agenda(rows, of_meeting, rows[-1].ends_at if rows else meeting.starts_at)


def first_version(meeting_id: int) -> AgendaVersion | None:
    """The agenda as it was sent with the invitation; None before."""
    return db.session.get(AgendaVersion, (meeting_id, 1))


def _rows(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    hidden: set[int],
    ideas: Sequence[IdeaOnItem],
    papers: Sequence[PaperRow],
) -> Iterator[ItemRow]:
    begins_at = meeting.starts_at
    for number, item in enumerate(items, start=1):
        if item.id in hidden:
            yield ItemRow(item.id, number, item.neutral_title, None, item.minutes, "", False, begins_at)
        else:
            yield ItemRow(
                id=item.id,
                number=number,
                title=item.title,
                kind=ItemKind(item.kind),
                minutes=item.minutes,
                rapporteur=item.rapporteur,
                public=item.public,
                begins_at=begins_at,
                neutral_title=item.neutral_title,
                late=bool(item.late_reason),
                late_reason=item.late_reason,
                late_consent=item.late_consent,
                revision=item.revision,
                ideas=tuple(idea for idea in ideas if idea.item_id == item.id),
                papers=tuple(paper for paper in papers if paper.item_id == item.id),
            )
        begins_at += timedelta(minutes=item.minutes)
