"""What members read of an agenda that has changed since the invitation: each change in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.i18n import gettext as _
from app.meetings.comparison import AgendaChange, compare
from app.meetings.models import AgendaVersion
from app.meetings.queries.agenda import Agenda
from app.meetings.states import ItemKind
from app.meetings.words import KIND_NAMES


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words, the newest agenda's numbers first."""

    number: int
    text: str


def changes_since_invitation(version: AgendaVersion | None, agenda: Agenda) -> list[Told]:
    """All changes since the agenda was sent, papers that came later included; nothing before it was sent."""
    if version is None:
        return []
    said = [
        {
            "id": item.id,
            "number": item.number,
            "title": item.title,
            "kind": item.kind,
            "minutes": item.minutes,
            "rapporteur": item.rapporteur,
            "public": item.public,
        }
        for item in agenda.items
    ]
    told = [Told(change.number, WORDS[change.what](change)) for change in compare(version.items, said)]
    return told + _new_papers(version, agenda)


def _new_papers(version: AgendaVersion, agenda: Agenda) -> list[Told]:
    places = [(0, agenda.papers), *((item.number, item.papers) for item in agenda.items)]
    return [
        Told(number, _paper(number, paper.title))
        for number, papers in places
        for paper in papers
        if paper.added_at > version.at
    ]


def _paper(number: int, title: str) -> str:
    if number:
        return str(_("TOP %(n)s: neue Unterlage „%(title)s“", n=number, title=title))
    return str(_("Neue Unterlage „%(title)s“", title=title))


def _visibility(change: AgendaChange) -> str:
    if change.after:
        return str(_("TOP %(n)s „%(title)s“ wird jetzt öffentlich beraten", n=change.number, title=change.title))
    return str(_("TOP %(n)s „%(title)s“ wird jetzt nichtöffentlich beraten", n=change.number, title=change.title))


def _rapporteur(change: AgendaChange) -> str:
    if not change.after:
        return str(_("TOP %(n)s „%(title)s“: noch offen, wer vorträgt", n=change.number, title=change.title))
    return str(
        _("TOP %(n)s „%(title)s“: jetzt trägt %(who)s vor", n=change.number, title=change.title, who=change.after)
    )


WORDS: Mapping[str, Callable[[AgendaChange], str]] = {
    "added": lambda change: _("Neu: TOP %(n)s „%(title)s“", n=change.number, title=change.title),
    "removed": lambda change: _("Entfallen: bisher TOP %(n)s „%(title)s“", n=change.number, title=change.title),
    "renamed": lambda change: _(
        "TOP %(n)s heißt jetzt „%(title)s“, bisher „%(before)s“",
        n=change.number, title=change.title, before=change.before,
    ),
    "moved": lambda change: _(
        "„%(title)s“ ist jetzt TOP %(n)s, bisher TOP %(before)s",
        n=change.number, title=change.title, before=change.before,
    ),
    "minutes": lambda change: _(
        "TOP %(n)s „%(title)s“ dauert jetzt %(after)s Minuten, bisher %(before)s",
        n=change.number, title=change.title, after=change.after, before=change.before,
    ),
    "kind": lambda change: _(
        "TOP %(n)s „%(title)s“ ist jetzt: %(kind)s",
        n=change.number, title=change.title, kind=KIND_NAMES[ItemKind(change.after)],
    ),
    "rapporteur": _rapporteur,
    "visibility": _visibility,
}  # fmt: skip
