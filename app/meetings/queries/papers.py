"""Papers as one reader may see them: the one place that knows which of them are public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.db import db
from app.files import BY_MEDIA_TYPE
from app.meetings.models import AgendaItem, Paper
from app.meetings.queries.ideas import about_secret_idea

# What an attentive reader manages of a text for a meeting; a page of a plan or a table takes two minutes.
WORDS_A_MINUTE = 200
MINUTES_A_PAGE = 2


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper on a page; `minutes` is how long reading it takes, 0 where nobody can tell."""

    id: int
    item_id: int | None
    title: str
    public: bool
    link: str | None
    kind: str
    size: int
    pages: int
    minutes: int
    sha256: str
    added_at: datetime


def papers_of(meeting_id: int, whole: bool, now: datetime) -> list[PaperRow]:
    """The papers of a meeting and its items, in the order in which they came; `whole`: those within as well."""
    query = _papers().where(Paper.meeting_id == meeting_id).order_by(Paper.id)
    if not whole:
        query = query.where(_public(now))
    return [_row(paper) for paper in db.session.scalars(query)]


def paper_for(meeting_id: int, paper_id: int, whole: bool, now: datetime) -> Paper | None:
    """A paper of a meeting, if this reader may open it."""
    query = _papers().where(Paper.meeting_id == meeting_id, Paper.id == paper_id)
    if not whole:
        query = query.where(_public(now))
    return db.session.scalars(query).one_or_none()


def files_for_pack(meeting_id: int, whole: bool, now: datetime) -> Sequence[Paper]:
    """The papers that go into a pack, in the order of the agenda: those of the meeting as a whole first."""
    query = _papers().where(Paper.meeting_id == meeting_id)
    if not whole:
        query = query.where(_public(now))
    return db.session.scalars(query.order_by(AgendaItem.position.asc().nulls_first(), Paper.id)).all()


def stored_names(item_id: int) -> Sequence[str]:
    """Where the files of an item lie."""
    names = select(Paper.storage_name).where(Paper.item_id == item_id, Paper.storage_name.is_not(None))
    return [name for name in db.session.scalars(names) if name]


def reading_minutes(pages: int, words: int) -> int:
    """How long reading takes, rounded up: by the words where there are any, by the pages otherwise."""
    return ceil(words / WORDS_A_MINUTE) if words else pages * MINUTES_A_PAGE


def _papers() -> Select[Paper]:
    return select(Paper).outerjoin(AgendaItem, AgendaItem.id == Paper.item_id)


def _public(now: datetime) -> ColumnElement[bool]:
    of_public_item = and_(AgendaItem.public, ~about_secret_idea(now))
    return and_(Paper.public, or_(Paper.item_id.is_(None), of_public_item))


def _row(paper: Paper) -> PaperRow:
    return PaperRow(
        id=paper.id,
        item_id=paper.item_id,
        title=paper.title,
        public=paper.public,
        link=paper.link,
        kind=BY_MEDIA_TYPE[paper.media_type].name if paper.media_type in BY_MEDIA_TYPE else "",
        size=paper.size,
        pages=paper.pages,
        minutes=reading_minutes(paper.pages, paper.words),
        sha256=paper.sha256.hex() if paper.sha256 else "",
        added_at=paper.added_at,
    )
