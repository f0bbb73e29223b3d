"""How meetings are named, badged and handed to calendars."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app
from flask_babel import LazyString, format_decimal

from app.i18n import current_language, full_moment
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.meetings.ical import CalendarEvent
from app.meetings.models import Meeting, MeetingRevision
from app.meetings.queries.meetings import Change
from app.meetings.states import ItemKind, MeetingState
from app.web.links import absolute
from app.web.pieces import Badge, TimelineEntry

BADGES: Mapping[str, Badge] = {
    MeetingState.PLANNED: Badge(_l("Geplant"), "info", "calendar"),
    MeetingState.HELD: Badge(_l("Hat stattgefunden"), "success", "tick"),
    MeetingState.CANCELLED: Badge(_l("Abgesagt"), "warning", "cross"),
}
WORKING = Badge(_l("In Arbeit"), "info", "gear")
KIND_NAMES: Mapping[ItemKind, LazyString] = {
    ItemKind.INFORMATION: _l("Information"),
    ItemKind.DISCUSSION: _l("Beratung"),
    ItemKind.DECISION: _l("Beschluss"),
}
WEEKDAYS = (_l("Montag"), _l("Dienstag"), _l("Mittwoch"), _l("Donnerstag"), _l("Freitag"))
NTHS = {1: _l("erster"), 2: _l("zweiter"), 3: _l("dritter"), 4: _l("vierter"), -1: _l("letzter")}


def meeting_badge(meeting: Meeting) -> Badge:
    """The state of a meeting as a word with a shape and a colour."""
    return BADGES[meeting.state]


def change_entry(change: Change) -> TimelineEntry:
    """What a revision changed, said in a line, with its reason."""
    return TimelineEntry(str(_what_changed(change.before, change.after)), at=change.at, text=change.reason)


def _what_changed(before: MeetingRevision, after: MeetingRevision) -> LazyString:
    if after.state == MeetingState.CANCELLED:
        return _l("Abgesagt")
    if before.state == MeetingState.CANCELLED:
        return _l("Wieder angesetzt")
    if before.starts_at != after.starts_at:
        moments = {"before": full_moment(before.starts_at), "after": full_moment(after.starts_at)}
        return _l("Verlegt vom %(before)s auf den %(after)s", **moments)
    if before.host_ags != after.host_ags:
        return _l("Der Gastgeber hat gewechselt")
    if before.place != after.place:
        return _l("Neuer Ort: %(place)s", place=after.place or _l("folgt"))
    return _l("Das Ende hat sich geändert")


def megabytes(size: int) -> str:
    """The size of a file for people: kilobytes, from one megabyte on with one decimal."""
    if size < 1_000_000:
        return str(_("%(n)s kB", n=max(1, round(size / 1000))))
    return str(_("%(n)s MB", n=format_decimal(round(size / 1_000_000, 1))))


def calendar_event(meeting: Meeting) -> CalendarEvent:
    """A meeting as calendars get to know it; nothing of its agenda goes along."""
    host = meeting.host.name(current_language())
    title = _("Sitzung des Regionalkonvents, Gastgeber: %(host)s", host=host)
    url = absolute("meetings.show_meeting", meeting_id=meeting.id)
    return CalendarEvent(
        uid=f"{meeting.uid}@{_domain()}",
        sequence=meeting.revision,
        stamped_at=meeting.revised_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=title,
        place=meeting.place or host,
        text=_("Tagesordnung und Änderungen: %(url)s", url=url),
        url=url,
        cancelled=meeting.state == MeetingState.CANCELLED,
        remind_before=None,
    )


def _domain() -> str:
    return str(current_app.config["BASE_URL"]).split("://", 1)[-1].split("/", 1)[0]
