"""Packs on pages: which there are, and whether they still say what the agenda says."""

from __future__ import annotations

import json
from hashlib import sha256

from sqlalchemy import Select, select

from app.db import db
from app.meetings.models import Meeting, MeetingPack
from app.meetings.queries.agenda import Agenda, ItemRow


def packs_of(meeting_id: int) -> dict[bool, MeetingPack]:
    """The packs of a meeting by whether they are public."""
    return {pack.public: pack for pack in db.session.scalars(_packs(meeting_id))}


def pack_of(meeting_id: int, public: bool) -> MeetingPack | None:
    """One pack that has been made."""
    query = _packs(meeting_id).where(MeetingPack.public == public, MeetingPack.made_at.is_not(None))
    return db.session.scalars(query).one_or_none()


def fingerprint(meeting: Meeting, agenda: Agenda) -> str:
    """The digest of everything that a pack says: as long as it is the same, the pack is up to date."""
    said = [
        [meeting.starts_at.timestamp(), meeting.ends_at.timestamp(), meeting.host_ags, meeting.place],
        [[paper.id, paper.title, paper.sha256, paper.link] for paper in agenda.papers],
        [_of_item(item) for item in agenda.items],
    ]
    return sha256(json.dumps(said).encode()).hexdigest()


def _of_item(item: ItemRow) -> list[object]:
    papers = [[paper.id, paper.title, paper.sha256, paper.link] for paper in item.papers]
    ideas = [idea.reference for idea in item.ideas if idea.readable]
    words = [item.title, item.kind, item.minutes, item.rapporteur, item.public, item.neutral_title]
    return [item.number, *words, item.late_reason, item.late_consent, ideas, papers]


def _packs(meeting_id: int) -> Select[MeetingPack]:
    return select(MeetingPack).where(MeetingPack.meeting_id == meeting_id)
