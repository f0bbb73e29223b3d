"""What the page of one idea draws: its text, facts, path and timeline, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.i18n import current_language, full_date
from app.i18n import gettext as _
from app.ideas.queries.page import PublicFile, PublicIdea, PublicStep
from app.ideas.queries.reference import Reference
from app.ideas.routes.list_view import places_in_words
from app.ideas.sections import IdeaOnPage
from app.ideas.states import IdeaState
from app.ideas.texts import excerpt, rendered
from app.web.links import absolute
from app.web.pieces import TimelineEntry, badge_of, station_of

DESCRIPTION = 155


@dataclass(frozen=True, slots=True)
class IdeaView:
    """Everything on the page of an idea."""

    idea: PublicIdea
    text: Markup
    description: str
    facts: list[tuple[str, str]]
    station: int | None
    timeline: list[TimelineEntry]
    files: tuple[PublicFile, ...]
    address: str


def on_page(idea: PublicIdea) -> IdeaOnPage:
    """What the sections of higher floors may know of it."""
    return IdeaOnPage(idea.id, idea.reference, idea.title, idea.state, idea.support_count, idea.comment_count)


def idea_view(idea: PublicIdea, reference: Reference) -> IdeaView:
    """The page of this idea in the language of the request."""
    return IdeaView(
        idea=idea,
        text=rendered(idea.body),
        description=excerpt(idea.body, DESCRIPTION),
        facts=_facts(idea, reference),
        station=station_of(idea.state),
        timeline=_timeline(idea),
        files=idea.files,
        address=absolute("ideas.show_idea", reference=idea.reference),
    )


def _facts(idea: PublicIdea, reference: Reference) -> list[tuple[str, str]]:
    language = current_language()
    return [
        (_("Aktenzeichen"), idea.reference),
        (_("Eingereicht am"), full_date(idea.submitted_at)),
        (_("Eingereicht von"), idea.organisation),
        (_("Eingereicht aus"), reference.group[idea.group_code].name(language)),
        (_("Handlungsfeld"), reference.field[idea.field_code].name(language)),
        (_("Ziele"), ", ".join(goal.name(language) for goal in reference.goals if goal.code in idea.goals)),
        (_("Gebiet"), places_in_words(idea.places, reference)),
    ]


def _timeline(idea: PublicIdea) -> list[TimelineEntry]:
    steps = idea.steps or (PublicStep(IdeaState.SUBMITTED, idea.submitted_at, ""),)
    last = len(steps) - 1
    entries = [
        TimelineEntry(_happened(step.state), "current" if n == last else "done", step.at, text=step.reason)
        for n, step in enumerate(steps)
    ]
    if comes := _comes_next(idea.state):
        entries.append(comes)
    return entries


def _happened(state: str) -> str:
    words = {
        IdeaState.SUBMITTED: _("Eingereicht"),
        IdeaState.FORMAL_CHECK: _("Die Moderation prüft die Angaben"),
        IdeaState.ASSESSMENT: _("Veröffentlicht, Fachleute bewerten die Idee"),
        IdeaState.SCHEDULED: _("Auf die Tagesordnung gesetzt"),
        IdeaState.IN_SESSION: _("Der Konvent berät die Idee"),
    }
    return words.get(IdeaState(state)) or str(badge_of(state).word)


def _comes_next(state: str) -> TimelineEntry | None:
    convention, body = _("Der Konvent entscheidet."), _("Die Fachstellen berichten jedes Halbjahr.")
    words = {
        IdeaState.FORMAL_CHECK: (_("Bewertung durch Fachleute"), _("Die Moderation entscheidet.")),
        IdeaState.ASSESSMENT: (_("Beratung in einer Sitzung"), _("Die Geschäftsstelle setzt die Tagesordnung auf.")),
        IdeaState.SCHEDULED: (_("Beratung und Beschluss in der Sitzung"), convention),
        IdeaState.IN_SESSION: (_("Beschluss mit Begründung"), convention),
        IdeaState.DEFERRED: (_("Erneute Beratung"), convention),
        IdeaState.ADOPTED: (_("Umsetzung als Maßnahme"), body),
        IdeaState.FLAGSHIP: (_("Umsetzung als Leitprojekt"), body),
        IdeaState.IN_PROGRESS: (_("Umgesetzt"), body),
    }
    found = words.get(IdeaState(state))
    return TimelineEntry(found[0], "next", by=found[1]) if found else None
