"""The items of a meeting as it runs: text, state, ideas, resolutions and tasks of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from app.clock import local
from app.db import db
from app.ideas.models import Idea
from app.meetings.models import AgendaItem, AgendaItemIdea, Meeting
from app.members.models import Membership, Person
from app.proceedings.models import ActionItem, ItemRecord
from app.proceedings.queries.resolutions import Decided, resolutions_of_items


@dataclass(slots=True)
class RunningItem:
    """An item with everything that was written down about it."""

    item: AgendaItem
    record: ItemRecord | None
    ideas: list[Idea] = field(default_factory=list)
    resolutions: list[Decided] = field(default_factory=list)
    tasks: list[ActionItem] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it is being dealt with now."""
        return bool(self.record and self.record.opened_at and not self.record.closed_at)

    @property
    def is_closed(self) -> bool:
        """Whether it has been dealt with."""
        return bool(self.record and self.record.closed_at)

    @property
    def text(self) -> str:
        """What the minutes say."""
        return self.record.text if self.record else ""

    @property
    def version(self) -> int:
        """The version of the text that a form shows."""
        return self.record.version if self.record else 0


def running_items(meeting_id: int) -> list[RunningItem]:
    """All items of a meeting in their order; a constant number of queries."""
    rows = db.session.execute(
        select(AgendaItem, ItemRecord)
        .outerjoin(ItemRecord, ItemRecord.item_id == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position)
    )
    items = {row.AgendaItem.id: RunningItem(row.AgendaItem, row.ItemRecord) for row in rows}
    for item_id, idea in _ideas(items):
        items[item_id].ideas.append(idea)
    for decided in resolutions_of_items(items):
        items[decided.resolution.item_id or 0].resolutions.append(decided)
    for task in tasks_of_items(items):
        items[task.item_id or 0].tasks.append(task)
    return list(items.values())


def tasks_of_items(item_ids: Iterable[int]) -> Sequence[ActionItem]:
    """The tasks that were given with these items."""
    return db.session.scalars(
        select(ActionItem).where(ActionItem.item_id.in_(list(item_ids))).order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def ideas_of_item(item_id: int) -> Sequence[int]:
    """The ideas that an item is about, by number."""
    return db.session.scalars(
        select(AgendaItemIdea.idea_id).where(AgendaItemIdea.item_id == item_id).order_by(AgendaItemIdea.idea_id)
    ).all()


def seats_with_own_ideas(item_id: int, meeting: Meeting) -> Sequence[int]:
    """The seats whose holders wrote one of the item's ideas: known by account or by address."""
    day = local(meeting.starts_at).date()
    return db.session.scalars(
        select(Membership.seat_id)
        .join(Person, Person.id == Membership.person_id)
        .join(AgendaItemIdea, AgendaItemIdea.item_id == item_id)
        .join(Idea, Idea.id == AgendaItemIdea.idea_id)
        .where(or_(Idea.person_id == Person.id, Idea.contact_email == Person.email))
        .where(Membership.valid_from <= day, or_(Membership.valid_to.is_(None), Membership.valid_to > day))
        .distinct()
    ).all()


def _ideas(item_ids: Iterable[int]) -> Sequence[tuple[int, Idea]]:
    rows = db.session.execute(
        select(AgendaItemIdea.item_id, Idea)
        .join(Idea, Idea.id == AgendaItemIdea.idea_id)
        .where(AgendaItemIdea.item_id.in_(list(item_ids)))
        .order_by(Idea.id)
    )
    return [(row.item_id, row.Idea) for row in rows]
