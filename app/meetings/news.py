"""What is new about meetings: planned, moved, called off, taken back; public facts only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.db import db
from app.i18n import full_moment
from app.i18n import gettext as _
from app.meetings.models import Meeting, MeetingRevision
from app.meetings.states import MeetingState
from app.members.models import Person
from app.news import Change, NewsSource
from app.web.links import absolute

PREFIX = "meeting"
WEIGHT = 50


def subject_of(meeting_id: int) -> str:
    """How news name a meeting; what people follow is „meetings“, the whole series."""
    return f"{PREFIX}:{meeting_id}"


def changes(since: datetime, until: datetime) -> list[Change]:
    """Every revision of a meeting in this time; a year that is planned at once is told as its meetings."""
    before = aliased(MeetingRevision)
    query = (
        select(MeetingRevision, before, Meeting.host_ags, func.lower(Person.email))
        .join(Meeting, Meeting.id == MeetingRevision.meeting_id)
        .outerjoin(
            before,
            (before.meeting_id == MeetingRevision.meeting_id) & (before.revision == MeetingRevision.revision - 1),
        )
        .outerjoin(Person, Person.id == MeetingRevision.actor_id)
        .where(MeetingRevision.at > since, MeetingRevision.at <= until)
        .order_by(MeetingRevision.at, MeetingRevision.revision)
    )
    return [
        Change(
            at=now.at,
            subject=subject_of(now.meeting_id),
            aspect="appointment",
            title=partial(_title, now.starts_at),
            url=absolute("meetings.show_meeting", meeting_id=now.meeting_id),
            say=partial(_say, now, earlier),
            follows=frozenset({"meetings", "everything"}),
            weight=WEIGHT,
            done_by=frozenset({actor} if actor else ()),
        )
        for now, earlier, _host, actor in db.session.execute(query)
    ]


def readable(subjects: Collection[str], _now: datetime) -> set[str]:
    """Meetings are public, and called-off ones keep their page."""
    return set(subjects)


SOURCE = NewsSource(PREFIX, changes, readable)


def _title(starts_at: datetime) -> str:
    return str(_("Sitzung am %(moment)s", moment=full_moment(starts_at)))


def _say(now: MeetingRevision, before: MeetingRevision | None, _folded: int) -> str:
    if now.state == MeetingState.CANCELLED:
        return str(_("Abgesagt: %(reason)s", reason=now.reason))
    if before is None:
        return str(_("Neu angesetzt"))
    if before.state == MeetingState.CANCELLED:
        return str(_("Findet wieder statt: %(reason)s", reason=now.reason))
    if before.starts_at != now.starts_at:
        return str(_("Verlegt vom %(before)s: %(reason)s", before=full_moment(before.starts_at), reason=now.reason))
    return str(_("Geändert: %(reason)s", reason=now.reason))
