"""Minutes as accessible PDF (PDF/UA-1): tagged, titled, with a bookmark for each item."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from app.clock import local
from app.i18n import clock, current_language, full_date, short_date
from app.i18n import gettext as _
from app.proceedings.queries.document import MinutesDocument, Section
from app.proceedings.queries.resolutions import Decided
from app.proceedings.states import Presence
from app.proceedings.words import OUTCOMES, place_name, votes_in_words
from app.region.queries import body

TEMPLATE = Path(__file__).parent / "minutes.typ"


def minutes_as_pdf(document: MinutesDocument, copy_for: str = "") -> bytes:
    """The minutes in the reader's language; a copy with non-public items carries the name of its reader."""
    texts = json.dumps(_texts(document, copy_for), ensure_ascii=False)
    # Everything that varies goes in as data: nothing that people typed is ever read as markup.
    return bytes(typst.compile(TEMPLATE, format="pdf", pdf_standards=["ua-1"], sys_inputs={"texts": texts}))


def _texts(document: MinutesDocument, copy_for: str) -> dict[str, object]:
    house, meeting, minutes = body(), document.meeting, document.minutes
    language = current_language()
    ended = minutes.ended_at or meeting.ends_at
    return {
        "language": language,
        "sender": house.name(language) if house else "",
        "title": _("Niederschrift der Sitzung am %(day)s", day=full_date(local(meeting.starts_at).date())),
        "mark": _mark(document, copy_for),
        "facts": [
            [_("Ort"), meeting.place or meeting.host.name(language)],
            [_("Beginn"), clock(minutes.begun_at)],
            [_("Ende"), clock(ended)],
            *([[_("Sitzungsleitung"), minutes.chair]] if minutes.chair else []),
            *([[_("Protokoll"), minutes.keeper]] if minutes.keeper else []),
        ],
        "presence_title": _("Anwesenheit"),
        "presence": _presence(document),
        "quorum": _quorum(document),
        "sections": [_section(section) for section in document.sections],
        "page": _("Seite"),
    }


def _mark(document: MinutesDocument, copy_for: str) -> str:
    provisional = _("Vorläufig: noch nicht genehmigt") if document.provisional else ""
    inside = _("Nichtöffentlich – Ausfertigung für %(name)s", name=copy_for) if document.whole else ""
    return " · ".join(part for part in (provisional, inside) if part)


def _presence(document: MinutesDocument) -> list[list[str]]:
    groups = (
        (_("Anwesend"), (Presence.PRESENT,)),
        (_("Per Video"), (Presence.VIDEO,)),
        (_("Vertreten"), (Presence.REPRESENTED,)),
        (_("Entschuldigt"), (Presence.EXCUSED,)),
        (_("Nicht da"), (Presence.ABSENT,)),
    )
    named = ((label, "; ".join(map(place_name, document.places(*kinds)))) for label, kinds in groups)
    return [[label, names] for label, names in named if names]


def _quorum(document: MinutesDocument) -> str:
    roll = document.roll
    values = {"present": roll.present(), "all": roll.voting_seats}
    count = _("%(present)s von %(all)s stimmberechtigten Sitzen waren da.", **values)
    said = _("Der Konvent war beschlussfähig.") if roll.quorate() else _("Der Konvent war nicht beschlussfähig.")
    return f"{count} {said}"


def _section(section: Section) -> dict[str, object]:
    title = section.title or _("Nichtöffentlicher Punkt")
    recused = "; ".join(map(place_name, section.recused))
    return {
        "title": _("TOP %(n)s: %(title)s", n=section.number, title=title),
        "note": "" if section.public else _("nichtöffentlich"),
        "paragraphs": list(section.paragraphs),
        "recused": _("Wegen Befangenheit nicht beteiligt: %(names)s", names=recused) if recused else "",
        "resolutions": [_resolution(decided) for decided in section.resolutions],
        "tasks_title": _("Aufträge") if section.tasks else "",
        "tasks": [f"{t.title} ({t.owner}, {short_date(t.due_on)})" for t in section.tasks],
    }


def _resolution(decided: Decided) -> dict[str, str]:
    resolution = decided.resolution
    replaced = decided.corrected_by
    return {
        "title": _("Beschluss %(number)s", number=resolution.number),
        "wording": resolution.wording,
        "result": f"{OUTCOMES[resolution.outcome].word}: {votes_in_words(resolution)}",  # type: ignore[index]
        "corrected": _("Berichtigt durch Beschluss %(number)s.", number=replaced.number) if replaced else "",
    }
