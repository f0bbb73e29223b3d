"""Resolutions with their votes, as the office, members and the public read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from app.db import db, rows
from app.ideas.models import Idea
from app.meetings.models import AgendaItem
from app.proceedings.models import AuthorityPosition, Resolution, ResolutionIdea, SeatVote
from app.proceedings.models.resolutions import number_of
from app.region.models import Authority
from app.web.paging import Page, read_cursor, write_cursor

MOST_TO_CORRECT = 50
ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Decided:
    """A resolution with the one that it corrects, the one that corrects it, and how was voted."""

    resolution: Resolution
    corrects: Resolution | None
    corrected_by: Resolution | None
    votes: tuple[tuple[str, str], ...] = ()
    positions: tuple[tuple[Authority, str], ...] = ()
    ideas: tuple[tuple[Idea, str], ...] = ()


def resolutions_of_items(item_ids: Iterable[int]) -> list[Decided]:
    """All resolutions on these items in the order in which they were made."""
    return _decided(Resolution.item_id.in_(list(item_ids)))


def resolution_of_circular(circular_id: int) -> Decided | None:
    """What a circular vote ended in."""
    return next(iter(_decided(Resolution.circular_id == circular_id)), None)


def resolutions_of_meeting(meeting_id: int, whole: bool) -> list[Decided]:
    """What a meeting decided; everybody else than the members reads only what is public."""
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    if whole:
        return _decided(Resolution.item_id.in_(items))
    return _decided(Resolution.item_id.in_(items.where(AgendaItem.public)) & Resolution.public)


def public_resolutions(after: str | None) -> Page[Decided]:
    """Everything that was decided in public, the latest first, a page at a time."""
    query = (
        select(Resolution.id)
        .outerjoin(AgendaItem, AgendaItem.id == Resolution.item_id)
        .where(Resolution.public, AgendaItem.public.is_not(False))
    )
    key = read_cursor(after, 1)
    if key and isinstance(key[0], int):
        query = query.where(Resolution.id < key[0])
    ids = list(db.session.scalars(query.order_by(Resolution.id.desc()).limit(ON_A_PAGE + 1)))
    following = write_cursor(ids[ON_A_PAGE - 1]) if len(ids) > ON_A_PAGE else None
    return Page(_decided(Resolution.id.in_(ids[:ON_A_PAGE]))[::-1], next=following)


@dataclass(frozen=True, slots=True)
class IdeaDecision:
    """A public resolution on an idea, in plain values that can be compared."""

    number: str
    wording: str
    reason: str
    accepted: bool
    state: str
    votes: tuple[int, int, int]
    at: object
    meeting_id: int | None
    corrected: bool


def public_decisions_on(idea_id: int) -> tuple[IdeaDecision, ...]:
    """What was decided on an idea in public, the latest first; one query."""
    return tuple(map(_decision, rows(_public_decisions(), {"idea_id": idea_id})))


@cache
def _public_decisions() -> Select[*tuple[Any, ...]]:
    # Put together once, and columns instead of objects: it stands on the page of every idea that came so far.
    later = aliased(Resolution)
    columns: tuple[Any, ...] = (
        Resolution.year,
        Resolution.sequence,
        Resolution.wording,
        Resolution.reason,
        Resolution.outcome,
        Resolution.votes_for,
        Resolution.votes_against,
        Resolution.abstentions,
        Resolution.recorded_at,
        ResolutionIdea.outcome.label("state"),
        AgendaItem.meeting_id,
        later.id.label("later"),
    )
    return (
        select(*columns)
        .join(ResolutionIdea, ResolutionIdea.resolution_id == Resolution.id)
        .outerjoin(AgendaItem, AgendaItem.id == Resolution.item_id)
        .outerjoin(later, later.corrects_id == Resolution.id)
        .where(
            ResolutionIdea.idea_id == bindparam("idea_id", type_=BigInteger()),
            Resolution.public,
            AgendaItem.public.is_not(False),
        )
        .order_by(Resolution.id.desc())
        .limit(20)
    )


def resolutions_to_correct() -> Sequence[Resolution]:
    """The latest resolutions that count: those that no other has corrected."""
    later = aliased(Resolution)
    return db.session.scalars(
        select(Resolution)
        .outerjoin(later, later.corrects_id == Resolution.id)
        .where(later.id.is_(None))
        .order_by(Resolution.id.desc())
        .limit(MOST_TO_CORRECT)
    ).all()


def last_sequence(year: int) -> int:
    """The last number given out in a year."""
    return db.session.scalar(select(func.max(Resolution.sequence)).where(Resolution.year == year)) or 0


def _decision(row: Any) -> IdeaDecision:
    return IdeaDecision(
        number=number_of(row.year, row.sequence),
        wording=row.wording,
        reason=row.reason,
        accepted=row.outcome == "accepted",
        state=row.state,
        votes=(row.votes_for, row.votes_against, row.abstentions),
        at=row.recorded_at,
        meeting_id=row.meeting_id,
        corrected=row.later is not None,
    )


def _decided(condition: ColumnElement[bool]) -> list[Decided]:
    old, new = aliased(Resolution), aliased(Resolution)
    query: Select[Resolution, Resolution, Resolution] = (
        select(Resolution, old, new)
        .outerjoin(old, old.id == Resolution.corrects_id)
        .outerjoin(new, new.corrects_id == Resolution.id)
        .where(condition)
        .order_by(Resolution.id)
    )
    rows = list(db.session.execute(query))
    ids = [row[0].id for row in rows]
    votes, positions, ideas = _votes(ids), _positions(ids), _ideas(ids)
    return [
        Decided(
            row[0],
            row[1],
            row[2],
            tuple(votes.get(row[0].id, ())),
            tuple(positions.get(row[0].id, ())),
            tuple(ideas.get(row[0].id, ())),
        )
        for row in rows
    ]


def _votes(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    rows = db.session.scalars(select(SeatVote).where(SeatVote.resolution_id.in_(ids)).order_by(SeatVote.seat_id))
    for row in rows:
        found.setdefault(row.resolution_id, []).append((row.name, row.choice))
    return found


def _positions(ids: Sequence[int]) -> dict[int, list[tuple[Authority, str]]]:
    found: dict[int, list[tuple[Authority, str]]] = {}
    rows = db.session.execute(
        select(AuthorityPosition, Authority)
        .join(Authority, Authority.ags == AuthorityPosition.ags)
        .where(AuthorityPosition.resolution_id.in_(ids))
        .order_by(Authority.position)
    )
    for row in rows:
        found.setdefault(row[0].resolution_id, []).append((row[1], row[0].position))
    return found


def _ideas(ids: Sequence[int]) -> dict[int, list[tuple[Idea, str]]]:
    found: dict[int, list[tuple[Idea, str]]] = {}
    rows = db.session.execute(
        select(ResolutionIdea, Idea)
        .join(Idea, Idea.id == ResolutionIdea.idea_id)
        .where(ResolutionIdea.resolution_id.in_(ids))
        .order_by(Idea.id)
    )
    for row in rows:
        found.setdefault(row[0].resolution_id, []).append((row[1], row[0].outcome))
    return found
