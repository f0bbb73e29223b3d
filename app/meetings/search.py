"""Meetings in the one search over everything: where they are, and of their agendas what everybody may read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Row, and_, case, literal, select, union_all

from app.db import db
from app.i18n import full_date
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries.ideas import about_secret_idea
from app.region.models import Authority
from app.web.search import SHOWN, Found, Hit, Source, fits, with_marks


def find_meetings(words: str, now: datetime) -> Found:
    """Agenda items and meetings that hold the words, the latest meeting first."""
    shown = item_as_everybody_reads_it(now)
    where = Meeting.place + " " + Authority.name_de + " " + Authority.name_en
    items = select(
        Meeting.id, Meeting.starts_at, with_marks(shown, words).label("item"), literal("").label("where_text")
    )
    items = items.join(AgendaItem, AgendaItem.meeting_id == Meeting.id).where(fits(shown, words))
    place = with_marks(Authority.name_de + ", " + Meeting.place, words)
    meetings = select(Meeting.id, Meeting.starts_at, literal(""), place)
    meetings = meetings.join(Authority, Authority.ags == Meeting.host_ags).where(fits(where, words))
    both = union_all(items, meetings).subquery("found")
    latest = select(both).order_by(both.c.starts_at.desc(), both.c.id, both.c.item).limit(SHOWN)
    return Found([_hit(row) for row in db.session.execute(latest)], more=None)


def item_as_everybody_reads_it(now: datetime) -> ColumnElement[str]:
    """The title of a public agenda item; of a non-public one the neutral title, perhaps empty.

    An item about an idea that is not public counts as non-public: its title is the idea's.
    """
    open_to_all = and_(AgendaItem.public, ~about_secret_idea(now))
    return case((open_to_all, AgendaItem.title), else_=AgendaItem.neutral_title)


def _hit(row: Row[Any]) -> Hit:
    url = url_for("meetings.show_meeting", meeting_id=row.id)
    title = _("Sitzung am %(day)s", day=full_date(row.starts_at))
    if row.item:
        return Hit(row.item, url, note=_("Tagesordnungspunkt, %(meeting)s", meeting=title))
    return Hit(title, url, row.where_text.removesuffix(", "))


SEARCH_SOURCE = Source(_l("Sitzungen"), find_meetings)
