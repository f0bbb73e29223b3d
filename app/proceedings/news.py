"""What is new about decisions: minutes that everybody can read now; public facts only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from sqlalchemy import func, select

from app.db import db
from app.i18n import full_date, ngettext
from app.i18n import gettext as _
from app.meetings.models import AgendaItem, Meeting
from app.news import Change, NewsSource
from app.proceedings.models import Minutes, Resolution
from app.web.links import absolute

PREFIX = "minutes"
WEIGHT = 70


def changes(since: datetime, until: datetime) -> list[Change]:
    """Every publication of minutes in this time; one query."""
    count = (
        select(func.count())
        .select_from(Resolution)
        .join(AgendaItem, AgendaItem.id == Resolution.item_id)
        .where(AgendaItem.meeting_id == Minutes.meeting_id, AgendaItem.public, Resolution.public)
        .correlate(Minutes)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Minutes.meeting_id, Minutes.published_at, Meeting.starts_at, count.label("decided"))
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Minutes.published_at > since, Minutes.published_at <= until)
        .order_by(Minutes.published_at, Minutes.meeting_id)
    )
    return [
        Change(
            at=row.published_at,
            subject=f"{PREFIX}:{row.meeting_id}",
            aspect="published",
            title=partial(_title, row.starts_at),
            url=absolute("proceedings.read_minutes", meeting_id=row.meeting_id),
            say=partial(_say, row.decided),
            follows=frozenset({"meetings", "everything"}),
            weight=WEIGHT,
        )
        for row in rows
    ]


def readable(subjects: Collection[str], _now: datetime) -> set[str]:
    """Those whose public part is still out."""
    numbers = [int(subject.partition(":")[2]) for subject in subjects]
    found = db.session.scalars(
        select(Minutes.meeting_id).where(Minutes.meeting_id.in_(numbers), Minutes.published_at.is_not(None))
    )
    return {f"{PREFIX}:{number}" for number in found}


SOURCE = NewsSource(PREFIX, changes, readable)


def _title(starts_at: datetime) -> str:
    return str(_("Niederschrift der Sitzung am %(day)s", day=full_date(starts_at)))


def _say(decided: int, _folded: int) -> str:
    if not decided:
        return str(_("Jetzt zu lesen"))
    return str(ngettext("Jetzt zu lesen, mit %(num)s Beschluss", "Jetzt zu lesen, mit %(num)s Beschlüssen", decided))
