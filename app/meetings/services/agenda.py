"""Building an agenda: the usual items, adding, editing, ordering and removing; late items and the meeting's consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.db import db
from app.files import store
from app.meetings.limits import is_late
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries.ideas import has_secret_idea, ideas_on_items
from app.meetings.queries.papers import stored_names
from app.meetings.services.authors import release_ideas
from app.meetings.services.order import StaleAgenda, item_among, keep_version, last_version, open_agenda, settle
from app.meetings.services.planning import ForbiddenStep
from app.meetings.states import ItemKind
from app.region.rules import body_rules


class LateWithoutReason(ValueError):
    """After the limit for late items an item needs a reason."""


class SecretIdea(ValueError):
    """An item about an idea that is not public (yet) cannot be public itself."""


class IdeasNeedReason(ValueError):
    """An item with ideas is taken off with a reason, because their authors are told."""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What an agenda item says; `neutral_title` is all that the public reads of a non-public one."""

    title: str
    kind: ItemKind
    minutes: int
    rapporteur: str = ""
    public: bool = True
    neutral_title: str = ""
    late_reason: str = ""


def add_item(meeting_id: int, facts: ItemFacts, *, now: datetime, actor_id: int | None = None) -> AgendaItem:
    """Put an item at the end of the agenda.

    Raises ForbiddenStep unless the meeting lies ahead, LateWithoutReason after the limit for late items.
    """
    meeting, items = open_agenda(meeting_id)
    item = new_item(meeting, facts, now)
    items.append(item)
    settle(meeting, items, now, actor_id)
    return item


def new_item(meeting: Meeting, facts: ItemFacts, now: datetime) -> AgendaItem:
    """An item that is in the session, but has no place on the agenda yet."""
    late = is_late(meeting.starts_at, now, body_rules())
    if late and not facts.late_reason:
        raise LateWithoutReason(f"meeting {meeting.id}")
    item = AgendaItem(meeting_id=meeting.id, position=0, late_reason=facts.late_reason if late else "")
    _say(item, facts)
    db.session.add(item)
    return item


def edit_item(
    meeting_id: int, item_id: int, facts: ItemFacts, *, now: datetime, actor_id: int | None, seen_revision: int
) -> AgendaItem:
    """Give an item other words. Raises StaleAgenda when a colleague has changed it since, SecretIdea, ForbiddenStep."""
    meeting, items = open_agenda(meeting_id)
    item = item_among(items, item_id)
    if item.revision != seen_revision:
        raise StaleAgenda(f"item {item.id}: revision {item.revision}, form shows {seen_revision}")
    if facts.public and has_secret_idea(item.id, now):
        raise SecretIdea(f"item {item.id}")
    _say(item, facts)
    item.late_reason = (facts.late_reason or item.late_reason) if item.late_reason else ""
    item.revision += 1
    settle(meeting, items, now, actor_id)
    return item


def move_item(meeting_id: int, item_id: int, by: int, *, now: datetime, actor_id: int | None = None) -> None:
    """Move an item up (-1) or down (+1); at the end of the list it stays where it is."""
    meeting, items = open_agenda(meeting_id)
    index = next((i for i, item in enumerate(items) if item.id == item_id), None)
    if index is not None and 0 <= index + by < len(items):
        items.insert(index + by, items.pop(index))
        settle(meeting, items, now, actor_id)


def order_items(meeting_id: int, order: Sequence[int], *, now: datetime, actor_id: int | None) -> None:
    """Put the items in this order of their ids. Raises StaleAgenda when these are not the items that there are."""
    meeting, items = open_agenda(meeting_id)
    by_id = {item.id: item for item in items}
    if sorted(order) != sorted(by_id):
        raise StaleAgenda(f"meeting {meeting_id}: other items than in the form")
    settle(meeting, [by_id[number] for number in order], now, actor_id)


def remove_item(meeting_id: int, item_id: int, *, now: datetime, actor_id: int | None = None, reason: str = "") -> None:
    """Take an item off the agenda; its ideas go back to the assessment with the reason, and their authors hear it.

    Removing it twice changes nothing. Raises IdeasNeedReason when there are ideas and no reason, ForbiddenStep
    once the meeting has dealt with it.
    """
    meeting, items = open_agenda(meeting_id)
    for item in [item for item in items if item.id == item_id]:
        if not reason and ideas_on_items([item.id]):
            raise IdeasNeedReason(f"item {item.id}")
        release_ideas([item.id], reason, now, actor_id)
        for name in stored_names(item.id):
            store.remove_after_commit(name)
        _delete(item)
        items.remove(item)
        settle(meeting, items, now, actor_id)


def _delete(item: AgendaItem) -> None:
    try:
        with db.session.begin_nested():
            db.session.delete(item)
    except IntegrityError as fault:
        # Minutes hold on to it: the meeting has dealt with it.
        raise ForbiddenStep(f"item {item.id} was dealt with") from fault


def use_usual_items(meeting_id: int, *, now: datetime, actor_id: int | None) -> int:
    """Fill an empty agenda with the body's usual items and return how many; one that has items is left alone.

    That the standing items are put in late needs no reason of its own: they belong to every meeting.
    """
    meeting, items = open_agenda(meeting_id)
    if items:
        return 0
    for usual in body_rules().usual_items:
        if not usual.get("ideas"):
            item = AgendaItem(meeting_id=meeting.id, position=0)
            _say(item, ItemFacts(str(usual["title"]), ItemKind(usual["kind"]), int(usual["minutes"])))
            db.session.add(item)
            items.append(item)
    settle(meeting, items, now, actor_id)
    return len(items)


def note_consent(meeting_id: int, item_id: int, agreed: bool, *, now: datetime, actor_id: int | None) -> None:
    """Note whether the meeting took a late item onto its agenda; on one that is not late nothing is noted."""
    meeting, items = open_agenda(meeting_id)
    item = item_among(items, item_id)
    if item.late_reason:
        item.late_consent = agreed
        settle(meeting, items, now, actor_id)


def freeze_agenda(meeting_id: int, *, now: datetime, actor_id: int | None = None) -> bool:
    """Keep the agenda as it goes out with the invitation; whether this was the first time.

    From then on every change is kept as a version of its own, and members see what has changed since.
    """
    meeting, items = open_agenda(meeting_id)
    if not items or last_version(meeting.id):
        return False
    keep_version(meeting, items, now, actor_id)
    return True


def _say(item: AgendaItem, facts: ItemFacts) -> None:
    item.title, item.kind, item.minutes = facts.title, facts.kind, facts.minutes
    item.rapporteur, item.public = facts.rapporteur, facts.public
    item.neutral_title = "" if facts.public else facts.neutral_title
