"""Ideas and agendas: which ideas an item is about, which are ready for one, where an idea stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, bindparam, exists, select, tuple_

from app.db import db, rows
from app.ideas.models import Idea
from app.ideas.queries.visibility import is_publicly_readable, publicly_readable
from app.ideas.states import IdeaState
from app.meetings.models import AgendaItem, AgendaItemIdea, Meeting
from app.meetings.states import MeetingState
from app.web.paging import Page, read_cursor, write_cursor

READY = (IdeaState.ASSESSMENT, IdeaState.DEFERRED)
READY_PAGE = 10


@dataclass(frozen=True, slots=True)
class IdeaOnItem:
    """An idea that an item is about; `shown`: the item is public, `readable`: the idea is."""

    item_id: int
    idea_id: int
    reference: str
    title: str
    state: IdeaState
    language: str
    shown: bool
    readable: bool


@dataclass(frozen=True, slots=True)
class PlaceOnAgenda:
    """Where an idea stands: on which item of which meeting; `shown`: the item is public."""

    meeting_id: int
    number: int
    starts_at: datetime
    place: str
    shown: bool
    title: str = ""


def ideas_on_items(item_ids: Sequence[int], now: datetime | None = None) -> list[IdeaOnItem]:
    """The ideas of these items, in the order of their numbers; without `now` none counts as readable."""
    return _links(_linked().where(AgendaItem.id.in_(item_ids)), now)


def ideas_of_meeting(meeting_id: int) -> list[IdeaOnItem]:
    """The ideas on the agenda of a meeting."""
    return _links(_linked().where(AgendaItem.meeting_id == meeting_id), None)


def _linked() -> Select[AgendaItem, Idea]:
    return (
        select(AgendaItem, Idea)
        .join(AgendaItemIdea, AgendaItemIdea.item_id == AgendaItem.id)
        .join(Idea, Idea.id == AgendaItemIdea.idea_id)
        .order_by(AgendaItem.position, Idea.id)
    )


def _links(query: Select[AgendaItem, Idea], now: datetime | None) -> list[IdeaOnItem]:
    return [
        IdeaOnItem(
            item.id,
            idea.id,
            idea.reference or "",
            idea.title,
            IdeaState(idea.state),
            idea.language,
            item.public,
            now is not None and is_publicly_readable(idea, now),
        )
        for item, idea in db.session.execute(query)
    ]


def has_secret_idea(item_id: int, now: datetime) -> bool:
    """Whether an item is about an idea that the public may not read at `now`."""
    return bool(db.session.scalar(select(about_secret_idea(now)).where(AgendaItem.id == item_id)))


def about_secret_idea(now: datetime) -> ColumnElement[bool]:
    """The condition under which an item is about an idea that is not public: its own words might tell of it."""
    return exists(
        select(AgendaItemIdea.idea_id)
        .join(Idea, Idea.id == AgendaItemIdea.idea_id)
        .where(AgendaItemIdea.item_id == AgendaItem.id, ~publicly_readable(now))
        .correlate(AgendaItem)
    )


def ideas_ready(after: str | None) -> Page[Idea]:
    """Ideas that may be put on an agenda, those longest in their state first, a page at a time."""
    query = select(Idea).where(Idea.state.in_(READY))
    key = read_cursor(after, 2)
    moment = _moment(key[0]) if key else None
    if key and moment and isinstance(key[1], int):
        query = query.where(tuple_(Idea.state_since, Idea.id) > (moment, key[1]))
    found = db.session.scalars(query.order_by(Idea.state_since, Idea.id).limit(READY_PAGE + 1)).all()
    items = list(found[:READY_PAGE])
    following = write_cursor(items[-1].state_since.isoformat(), items[-1].id) if len(found) > READY_PAGE else None
    return Page(items, next=following)


def place_on_agenda(idea_id: int) -> PlaceOnAgenda | None:
    """The latest agenda on which an idea stands, unless that meeting was called off."""
    return next(iter(_places(idea_id, 1)), None)


def public_places(idea_id: int) -> list[PlaceOnAgenda]:
    """The agendas on which everybody may see an idea stand, the latest first."""
    return [place for place in _places(idea_id, 5) if place.shown]


def _places(idea_id: int, limit: int) -> list[PlaceOnAgenda]:
    return [PlaceOnAgenda(*tuple(row)) for row in rows(_places_query(), {"idea_id": idea_id, "most": limit})]


@cache
def _places_query() -> Select[*tuple[Any, ...]]:
    return (
        select(Meeting.id, AgendaItem.position, Meeting.starts_at, Meeting.place, AgendaItem.public, AgendaItem.title)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(AgendaItemIdea, AgendaItemIdea.item_id == AgendaItem.id)
        .where(
            AgendaItemIdea.idea_id == bindparam("idea_id", type_=BigInteger()), Meeting.state != MeetingState.CANCELLED
        )
        .order_by(Meeting.starts_at.desc(), AgendaItem.id.desc())
        .limit(bindparam("most", type_=Integer()))
    )


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
