"""Gathers what one kind of reader gets in a pack, in German: agenda and papers as that reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from app.files import BY_MEDIA_TYPE, store
from app.i18n import clock, full_moment, in_language
from app.i18n import gettext as _
from app.meetings.file_names import pack_name, paper_name
from app.meetings.models import Meeting, Paper
from app.meetings.pack.contents import PackContents, PackPaper, words_by_page
from app.meetings.queries.agenda import Agenda, ItemRow
from app.meetings.queries.papers import files_for_pack
from app.meetings.words import KIND_NAMES
from app.region.queries import body

LANGUAGE = "de"


def gather(meeting: Meeting, agenda: Agenda, *, public: bool, now: datetime) -> PackContents:
    """The contents of a pack; `agenda` is the agenda as this reader may see it."""
    numbers = {item.id: item.number for item in agenda.items}
    with in_language(LANGUAGE):
        return PackContents(
            file_name=pack_name(meeting, public, ".pdf"),
            starts_at=meeting.starts_at,
            words=_words(meeting, agenda, public, now),
            items=[_item(item) for item in agenda.items],
            papers=_papers(files_for_pack(meeting.id, not public, now), numbers),
        )


def _words(meeting: Meeting, agenda: Agenda, public: bool, now: datetime) -> dict[str, Any]:
    house = body()
    ends = _("voraussichtlich %(clock)s", clock=clock(agenda.ends_at))
    return {
        "title": str(_("Sitzungsmappe: Sitzung am %(moment)s", moment=full_moment(meeting.starts_at))),
        "author": house.name(LANGUAGE) if house else "",
        "mark": "" if public else str(_("Nichtöffentlich – nur für Mitglieder")),
        "agenda": str(_("Tagesordnung")),
        "facts": [
            [str(_("Beginn")), full_moment(meeting.starts_at)],
            [str(_("Ende")), str(ends)],
            [str(_("Gastgeber")), meeting.host.name(LANGUAGE)],
            [str(_("Ort")), meeting.place or str(_("folgt"))],
            [str(_("Stand")), full_moment(now)],
        ],
    }


def _item(item: ItemRow) -> dict[str, Any]:
    facts = [clock(item.begins_at), str(_("%(n)s Minuten", n=item.minutes))]
    facts += [str(KIND_NAMES[item.kind])] if item.kind else []
    facts += [item.rapporteur] if item.rapporteur else []
    facts += [] if item.public else [str(_("nichtöffentlich"))]
    lines = [f"{_('Nachtrag')}: {item.late_reason}"] if item.late else []
    lines += [str(_("Idee %(reference)s", reference=idea.reference)) for idea in item.ideas if idea.readable]
    lines += [str(_("Unterlage: %(title)s", title=paper.title)) for paper in item.papers]
    return {
        "number": f"{_('TOP')} {item.number}",
        "title": item.title or str(_("Nichtöffentlicher Punkt")),
        "facts": " · ".join(facts),
        "lines": lines,
    }


def _papers(papers: Sequence[Paper], numbers: dict[int, int]) -> list[PackPaper]:
    return [_paper(index, paper, numbers.get(paper.item_id or 0, 0)) for index, paper in enumerate(papers, start=1)]


def _paper(index: int, paper: Paper, number: int) -> PackPaper:
    place = f"{_('TOP')} {number}: " if number else ""
    kind = BY_MEDIA_TYPE.get(paper.media_type)
    data = _data(paper)
    suffix = kind.suffix if kind else ""
    return PackPaper(
        heading=f"{place}{paper.title}",
        facts=f"{kind.name} · SHA-256 {paper.sha256.hex()}" if kind and paper.sha256 else str(_("Link")),
        file_name=f"{index:02}-TOP-{number:02}-{paper_name(paper.title, kind)}" if kind else "",
        drawn_name=f"paper-{index}{suffix}",
        suffix=suffix,
        data=data,
        pages=words_by_page(data, suffix, paper.title),
        link=paper.link or "",
        apart=str(_("Diese Unterlage lässt sich hier nicht abbilden; sie liegt in der ZIP-Datei der Mappe.")),
    )


def _data(paper: Paper) -> bytes:
    if paper.storage_name is None:
        return b""
    path = store.path_of(paper.storage_name)
    if not path.is_file():
        current_app.logger.error("file of paper=%s is missing", paper.id)
        return b""
    return path.read_bytes()
