"""How attendance, votes, minutes and circular votes are named and badged."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint
from flask_babel import LazyString

from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.proceedings.models import Minutes, Resolution
from app.proceedings.queries.roll import Place
from app.proceedings.services import refusals
from app.proceedings.services.circular import NobodyToAsk, VoteIsOver
from app.proceedings.services.cycle import ForbiddenStep
from app.proceedings.states import Choice, CircularState, MinutesState, Outcome, Presence
from app.web.pieces import Badge

PRESENCE: Mapping[Presence, LazyString] = {
    Presence.PRESENT: _l("anwesend"),
    Presence.VIDEO: _l("per Video"),
    Presence.REPRESENTED: _l("vertreten"),
    Presence.EXCUSED: _l("entschuldigt"),
    Presence.ABSENT: _l("nicht da"),
}
CHOICES: Mapping[Choice, LazyString] = {
    Choice.FOR: _l("Ja"),
    Choice.AGAINST: _l("Nein"),
    Choice.ABSTAIN: _l("Enthaltung"),
    Choice.OBJECT: _l("Widerspruch gegen das Verfahren"),
}
OUTCOMES: Mapping[Outcome, Badge] = {
    Outcome.ACCEPTED: Badge(_l("Angenommen"), "success", "tick"),
    Outcome.REJECTED: Badge(_l("Abgelehnt"), "neutral", "cross"),
}
MINUTES: Mapping[MinutesState, Badge] = {
    MinutesState.DRAFT: Badge(_l("Entwurf"), "neutral", "dashes"),
    MinutesState.CIRCULATED: Badge(_l("Bei den Mitgliedern"), "info", "half"),
    MinutesState.APPROVED: Badge(_l("Genehmigt"), "success", "tick"),
}
CIRCULARS: Mapping[CircularState, Badge] = {
    CircularState.OPEN: Badge(_l("Läuft"), "info", "half"),
    CircularState.ACCEPTED: Badge(_l("Angenommen"), "success", "tick"),
    CircularState.REJECTED: Badge(_l("Nicht angenommen"), "neutral", "cross"),
    CircularState.DEFEATED: Badge(_l("Durch Widerspruch beendet"), "warning", "square"),
    CircularState.WITHDRAWN: Badge(_l("Zurückgezogen"), "neutral", "dash"),
}
REFUSALS: Mapping[type[refusals.Refused], LazyString] = {
    refusals.NoQuorum: _l("Der Konvent ist bei diesem Punkt nicht beschlussfähig. Prüfen Sie die Anwesenheit."),
    refusals.StrangeVote: _l("Es ist eine Stimme für einen Sitz vermerkt, der hier nicht mitstimmt."),
    refusals.NotOnTheTable: _l("Eine der Ideen steht nicht mehr zur Entscheidung; ihr Stand hat sich geändert."),
    refusals.ReasonMissing: _l("Wer zurückstellt oder nicht aufnimmt, begründet es: Bitte schreiben Sie die Gründe."),
    refusals.AlreadyCorrected: _l("Dieser Beschluss wurde schon berichtigt. Berichtigen Sie den neueren."),
    refusals.Final: _l(
        "Die Niederschrift ist schon versandt oder genehmigt. Vor der Genehmigung können Sie sie zurückholen."
    ),
    refusals.NotYet: _l("Die Sitzung ist noch nicht eröffnet, oder sie fällt aus."),
    ForbiddenStep: _l("Dieser Schritt ist vom jetzigen Stand aus nicht möglich."),
    VoteIsOver: _l("Diese Abstimmung ist beendet, oder der Sitz ist inzwischen anders besetzt."),
    NobodyToAsk: _l("Kein stimmberechtigter Sitz hat ein Konto; niemand könnte abstimmen."),
}


def why_refused(fault: refusals.Refused) -> str:
    """A refusal in words that say how to mend it."""
    if isinstance(fault, refusals.WrongSum):
        return str(
            _(
                "Gezählt sind %(counted)s Stimmen, es stimmen aber %(eligible)s Sitze ab. Wer nicht mit Ja oder Nein"
                " stimmt, zählt als Enthaltung.",
                counted=fault.counted,
                eligible=fault.eligible,
            )
        )
    return str(REFUSALS[type(fault)])


def place_name(place: Place) -> str:
    """„A“ or „A, vertreten durch B“."""
    if place.represented_by:
        return str(_("%(name)s, vertreten durch %(deputy)s", name=place.holder, deputy=place.represented_by))
    return place.holder


def votes_in_words(resolution: Resolution) -> str:
    """„11 Ja, 2 Nein, 1 Enthaltung“; unanimous ones say so."""
    return count_in_words(resolution.votes_for, resolution.votes_against, resolution.abstentions)


def count_in_words(votes_for: int, votes_against: int, abstentions: int) -> str:
    """A result as people say it."""
    if votes_for and not votes_against and not abstentions:
        return str(_("einstimmig, %(n)s Ja", n=votes_for))
    words = {"yes": votes_for, "no": votes_against, "none": abstentions}
    return str(_("%(yes)s Ja, %(no)s Nein, %(none)s Enthaltung", **words))


def minutes_badge(minutes: Minutes) -> Badge:
    """How the minutes stand."""
    return MINUTES[MinutesState(minutes.state)]


def add_words(blueprint: Blueprint) -> None:
    """Let templates say these words."""
    blueprint.add_app_template_filter(place_name)
    blueprint.add_app_template_filter(votes_in_words)
    blueprint.add_app_template_filter(minutes_badge)
    blueprint.add_app_template_filter(lambda presence: PRESENCE[presence], "presence_name")
    blueprint.add_app_template_filter(lambda choice: CHOICES[choice], "choice_name")
    blueprint.add_app_template_filter(lambda outcome: OUTCOMES[outcome], "outcome_badge")
    blueprint.add_app_template_filter(lambda state: CIRCULARS[state], "circular_badge")
    blueprint.add_app_template_global(count_in_words, "count_in_words")
