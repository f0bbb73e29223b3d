"""Adding and removing papers; a file is checked and counted once, when it comes in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.files import UnwantedFile, accept, store
from app.files.kinds import PDF
from app.i18n import lazy_gettext as _l
from app.meetings.models import Meeting, Paper
from app.meetings.reading import count, without_metadata
from app.meetings.services.order import item_among, open_agenda, settle

MOST_PAPERS = 60
_TOO_MANY = _l("Diese Sitzung hat schon 60 Unterlagen. Entfernen Sie eine, um eine neue hinzuzufügen.")


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is said of a paper; `item_id` None: it belongs to the meeting as a whole."""

    title: str
    public: bool
    item_id: int | None = None
    link: str = ""
    file_name: str = ""
    data: bytes = b""


def add_paper(meeting_id: int, facts: PaperFacts, *, now: datetime, actor_id: int | None) -> Paper:
    """Keep a paper: a link, or a file that the house takes.

    Raises app.files.UnwantedFile with the reason in words, StaleAgenda when the item is gone, ForbiddenStep.
    """
    meeting, items = open_agenda(meeting_id)
    if facts.item_id is not None:
        item_among(items, facts.item_id)
    _refuse_too_many(meeting)
    paper = Paper(
        meeting_id=meeting.id,
        item_id=facts.item_id,
        title=facts.title,
        public=facts.public,
        added_at=now,
        added_by_id=actor_id,
    )
    if facts.link:
        paper.link = facts.link
    else:
        _keep_file(paper, facts)
    db.session.add(paper)
    settle(meeting, items, now, actor_id)
    return paper


def remove_paper(meeting_id: int, paper_id: int, *, now: datetime, actor_id: int | None) -> None:
    """Take a paper away; one that is not there (any more) is no error."""
    meeting, items = open_agenda(meeting_id)
    paper = _paper(meeting, paper_id)
    if paper is not None:
        if paper.storage_name:
            store.remove_after_commit(paper.storage_name)
        db.session.delete(paper)
        settle(meeting, items, now, actor_id)


def show_paper(meeting_id: int, paper_id: int, public: bool, *, now: datetime, actor_id: int | None) -> None:
    """Say who may read a paper: everybody, or only those within."""
    meeting, items = open_agenda(meeting_id)
    paper = _paper(meeting, paper_id)
    if paper is not None and paper.public != public:
        paper.public = public
        settle(meeting, items, now, actor_id)


def known_files(names: Collection[str]) -> Iterable[str]:
    """Which of these stored files belong to a meeting."""
    papers = select(Paper.storage_name).where(Paper.storage_name.in_(names))
    return [name for name in db.session.scalars(papers) if name]


def _paper(meeting: Meeting, paper_id: int) -> Paper | None:
    found = select(Paper).where(Paper.meeting_id == meeting.id, Paper.id == paper_id)
    return db.session.scalars(found).one_or_none()


def _refuse_too_many(meeting: Meeting) -> None:
    number = db.session.scalar(select(func.count()).where(Paper.meeting_id == meeting.id)) or 0
    if number >= MOST_PAPERS:
        raise UnwantedFile(_TOO_MANY)


def _keep_file(paper: Paper, facts: PaperFacts) -> None:
    file = accept(facts.file_name, facts.data)
    if file.kind is PDF:
        file = replace(file, data=without_metadata(file.data, facts.title))
    paper.pages, paper.words = count(file)
    paper.storage_name = store.put(file.data)
    paper.file_name, paper.media_type = file.name, file.kind.media_type
    paper.size, paper.sha256 = len(file.data), file.sha256
