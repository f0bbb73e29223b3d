"""What can be followed, in words: the name and address behind each key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from app.db import db
from app.digests.models import SavedSearch
from app.i18n import current_language
from app.i18n import gettext as _
from app.ideas.models import Idea
from app.ideas.queries.filters import IdeaFilter
from app.ideas.queries.reference import Reference, reference_data
from app.ideas.queries.visibility import publicly_readable
from app.ideas.routes.address import address_of

MEETINGS, EVERYTHING = "meetings", "everything"


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that can be followed: what it is called, and where it is read. Gone when it is not public any more."""

    key: str
    name: str
    url: str
    search: IdeaFilter | None = None


def name_of_search(wanted: IdeaFilter, now: datetime) -> Followed:
    """A search that has not been saved yet."""
    return Followed("", _in_words(wanted, reference_data(now)), address_of(wanted), wanted)


def names_of(keys: Collection[str], now: datetime) -> dict[str, Followed]:
    """Names for those of these keys that exist and may be read; at most two queries beside the reference data."""
    reference = reference_data(now)
    found = {key: named for key in keys if (named := _plain(key, reference)) is not None}
    return found | _ideas(keys, now) | _searches(keys, reference)


def _plain(key: str, reference: Reference) -> Followed | None:
    kind, _colon, value = key.partition(":")
    language = current_language()
    match kind:
        case "meetings":
            return Followed(key, _("Sitzungen des Konvents"), url_for("meetings.list_meetings"))
        case "review":
            return Followed(key, _("„Was wurde daraus?“, einmal im Monat"), url_for("portal.insights"))
        case "everything":
            return Followed(key, _("Alles Öffentliche"), url_for("ideas.list_ideas"))
        case "field" if value in reference.field:
            name = reference.field[value].name(language)
            return Followed(key, _("Handlungsfeld %(name)s", name=name), address_of(IdeaFilter(fields=(value,))))
        case "authority" if value in reference.place:
            name = reference.place[value].name(language)
            return Followed(key, _("Gebiet %(name)s", name=name), address_of(IdeaFilter(places=(value,))))
    return None


def _ideas(keys: Collection[str], now: datetime) -> dict[str, Followed]:
    references = [key.partition(":")[2] for key in keys if key.startswith("idea:")]
    if not references:
        return {}
    rows = db.session.execute(
        select(Idea.reference, Idea.title).where(Idea.reference.in_(references), publicly_readable(now))
    )
    return {
        f"idea:{row.reference}": Followed(
            f"idea:{row.reference}", row.title, url_for("ideas.show_idea", reference=row.reference)
        )
        for row in rows
    }


def _searches(keys: Collection[str], reference: Reference) -> dict[str, Followed]:
    wanted = [key for key in keys if key.startswith("search:")]
    if not wanted:
        return {}
    rows = db.session.scalars(select(SavedSearch).where(SavedSearch.key.in_(wanted)))
    saved = {row.key: filter_of(row) for row in rows}
    return {key: Followed(key, _in_words(wanted, reference), address_of(wanted)) for key, wanted in saved.items()}


def filter_of(saved: SavedSearch) -> IdeaFilter:
    """The filter of the list that a saved search stands for."""
    return IdeaFilter(
        words=saved.words,
        fields=tuple(saved.fields),
        goals=tuple(saved.goals),
        places=tuple(saved.places),
        groups=tuple(saved.groups),
        states=tuple(saved.states),
    )


def _in_words(wanted: IdeaFilter, reference: Reference) -> str:
    language = current_language()
    known = (
        (wanted.fields, reference.field),
        (wanted.places, reference.place),
        (wanted.goals, reference.goal),
        (wanted.groups, reference.group),
    )
    names = [rows[code].name(language) for codes, rows in known for code in codes if code in rows]
    words = [f"„{wanted.words}“"] if wanted.words else []
    return str(_("Suche: %(what)s", what=", ".join([*words, *names]) or _("alle Ideen")))
