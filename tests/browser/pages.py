"""The table of pages and their states that a browser looks at; to test a new page, give it a row.

A page whose address has no variable part needs no row: every one that can be opened is looked at anyway, empty
and full. Nor does one with a row in tests/architecture/good_links.py. A row here is for states that do not come
by themselves: errors, conflicts, other people's things. `data` makes it a POST.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.ideas.states import IdeaState
from app.mail.optional import history_token
from tests.browser.scene import Scene
from tests.ideas.submitting import form_key

S = IdeaState


@dataclass(frozen=True)
class Look:
    """One page in one state, and the answer that it comes with."""

    name: str
    path: Callable[[Scene], str]
    data: Callable[[Scene], Mapping[str, Any]] | None = None
    status: int = 200


def desk(name: str) -> Callable[[Scene], str]:
    """The moderators' page of an idea."""
    return lambda scene: f"/moderation/{scene.reference(name)}"


def status(name: str, rest: str = "") -> Callable[[Scene], str]:
    """The submitter's page of an idea, or a page below it."""
    return lambda scene: scene.status(name) + rest


def contribution(name: str, rest: str = "") -> Callable[[Scene], str]:
    """The moderators' page of a contribution."""
    return lambda scene: f"/moderation/rueckmeldungen/{scene.numbers[name]}{rest}"


def at(path: str) -> Callable[[Scene], str]:
    """A fixed address."""
    return lambda _scene: path


def sent(**values: Any) -> Callable[[Scene], Mapping[str, Any]]:
    """What a form sends, whatever the scene."""
    return lambda _scene: values


def _revision(name: str, form: str, **values: Any) -> Callable[[Scene], Mapping[str, Any]]:
    """What one of the desk's forms sends when nobody has changed the idea meanwhile."""
    fields = {f"{form}-{key}": value for key, value in values.items()}
    return lambda scene: fields | {f"{form}-revision": str(scene.ideas[name].revision)}


ON_THE_DESK = (
    *(state for state in IdeaState if state != S.DRAFT),
    *("mine", "colleague's", "asked", "proposed by me", "proposed by a colleague"),
)
STALE = {"decision-revision": "0", "decision-step": "referred", "decision-reason": "Zuständig ist die Gemeinde."}

MODERATION: tuple[Look, ...] = (
    *(Look(f"desk: {name}", desk(name)) for name in ON_THE_DESK),
    *(
        Look(f"queue: {view}", at(f"/moderation?ansicht={view}"))
        for view in ("meine", "ueberfaellig", "frei", "wartet", "alle")
    ),
    Look("queue: nothing fits", at("/moderation?q=gibtesnicht")),
    Look("desk: unknown number", at("/moderation/RK-1999-00001"), status=404),
    Look(
        "desk: from a colleague?", lambda s: desk("colleague's")(s) + "/uebernehmen", _revision("colleague's", "claim")
    ),
    Look("desk: no step", lambda s: desk("mine")(s) + "/entscheidung", _revision("mine", "decision"), 422),
    Look("desk: stale", lambda s: desk("mine")(s) + "/entscheidung", sent(**STALE), 409),
    Look("desk: stale gates", lambda s: desk("mine")(s) + "/pruefung", sent(**{"gates-revision": "0"}), 409),
    Look(
        "desk: no verdict",
        lambda s: desk("proposed by a colleague")(s) + "/vorschlag",
        _revision("proposed by a colleague", "settle"),
        422,
    ),
    Look(
        "desk: no reason to reopen",
        lambda s: desk("not_adopted")(s) + "/wiederaufnahme",
        _revision("not_adopted", "reopen", verdict="reopen"),
        422,
    ),
    *(Look(f"contribution: {name}", contribution(name)) for name in ("waiting", "general", "public", "declined")),
    Look("contribution: no words", contribution("waiting", "/ablehnen"), sent(revision="2", words=""), 422),
    Look("contribution: stale", contribution("changed", "/ablehnen"), sent(revision="2", words="Nennt jemanden."), 409),
    Look("contribution: unknown", at("/moderation/rueckmeldungen/999999"), status=404),
)
SUBMITTERS: tuple[Look, ...] = (
    *(Look(f"status: {state}", status(state)) for state in IdeaState if state != S.DRAFT),
    Look("status: forged", at("/status/gefaelscht"), status=404),
    Look("status: no answer", status("needs_info", "/antwort"), sent(answer=""), 422),
    Look("status: answer too late", status("adopted", "/antwort"), sent(answer="Doch."), 409),
    Look("status: no file", status("submitted", "/anlagen"), sent(), 422),
    Look("withdraw", status("submitted", "/zurueckziehen")),
    Look("withdraw: too late", status("adopted", "/zurueckziehen"), sent(reason="Doch nicht.")),
    Look("object", status("inadmissible", "/einwand")),
    Look("object: no words", status("inadmissible", "/einwand"), sent(statement=""), 422),
    Look("lost link: wrong address", at("/status"), lambda _s: {"form_key": form_key(), "address": "keine"}, 422),
    Look("lost link: sent", at("/status"), lambda _s: {"form_key": form_key(), "address": "jana@post.example"}),
    Look("confirm: forged", at("/bestaetigen/gefaelscht"), status=404),
    *(Look(f"draft: {slug}", at(f"/ideen/neu/{slug}")) for slug in ("wo", "wer", "anlagen", "vorschau", "alles")),
    Look("draft: nothing typed", at("/ideen/neu/alles"), lambda _s: {"form_key": form_key()}, 422),
    Look("draft: self-check", at("/ideen/neu/selbsttest")),
    Look("draft: later, no address", at("/ideen/neu/spaeter"), sent(contact_email=""), 422),
    Look("draft: forged link", at("/ideen/entwurf/gefaelscht"), status=410),
)
OFFICE: tuple[Look, ...] = (
    Look("record: nothing typed", at("/geschaeftsstelle/ideen/neu"), lambda _s: {"form_key": form_key()}, 422),
    Look("recorded", lambda s: f"/geschaeftsstelle/ideen/{s.reference('submitted')}"),
    Look("meeting", lambda s: f"/geschaeftsstelle/sitzungen/{s.numbers['meeting']}"),
    Look(
        "meeting: no reason",
        lambda s: f"/geschaeftsstelle/sitzungen/{s.numbers['meeting']}",
        sent(day="2030-01-07", begins="10:00", ends="09:00", host="14524", place="", revision="0", reason=""),
        422,
    ),
    Look("meeting: agenda", lambda s: f"/geschaeftsstelle/sitzungen/{s.numbers['meeting']}/tagesordnung"),
    Look(
        "meeting: an item",
        lambda s: f"/geschaeftsstelle/sitzungen/{s.numbers['meeting']}/tagesordnung/{s.numbers['item']}",
    ),
    Look("meeting: packs", lambda s: f"/geschaeftsstelle/sitzungen/{s.numbers['meeting']}/mappe"),
    Look("digests: a note", lambda s: f"/geschaeftsstelle/ueberblicke/{s.numbers['meeting']}/follow_up"),
    Look("digests: a preview", at("/geschaeftsstelle/ueberblicke?adresse=kim@post.example")),
    Look("circular vote", lambda s: f"/umlauf/{s.numbers['circular']}"),
    Look("meeting: who comes", lambda s: f"/sitzungen/{s.numbers['meeting']}/teilnahme"),
    Look("meeting: reminders", lambda s: f"/geschaeftsstelle/sitzungen/{s.numbers['meeting']}/erinnerungen"),
    Look("meeting: new, nothing typed", at("/geschaeftsstelle/sitzungen/neu"), sent(), 422),
    Look("meeting: unknown", at("/geschaeftsstelle/sitzungen/999999"), status=404),
    Look("invite: nothing typed", at("/verwaltung/konten/einladen"), lambda _s: {"form_key": form_key()}, 422),
    Look("accounts: nobody", at("/verwaltung/konten?q=gibtesnicht")),
    Look("account: unknown", at("/verwaltung/konten/999999"), status=404),
    Look("account: own", lambda s: f"/verwaltung/konten/{s.me.id}"),
    Look("post: nothing fits", at("/verwaltung/post?q=gibtesnicht")),
    Look("post: a letter", lambda s: f"/verwaltung/post/{s.letter}"),
    Look("post: blocked address", lambda s: f"/verwaltung/post/sperren/{s.numbers['block']}"),
    Look("post: a specimen", at("/verwaltung/post/muster/idea_received/de")),
    Look("deputy", lambda s: f"/konto/stellvertretung/{s.numbers['seat']}"),
    Look("own post: a letter", lambda s: f"/konto/post/{s.my_letter}"),
    Look("own post: by link", lambda s: f"/post/{history_token(s.me.email)}/{s.my_letter}"),
    Look("public meeting", lambda s: f"/sitzungen/{s.numbers['meeting']}"),
    Look("search: hits", at("/suche?q=Zulieferindustrie")),
    Look("search: nothing", at("/suche?q=gibtesnicht")),
    Look("ideas: nothing fits", at("/ideen?q=gibtesnicht&feld=BF")),
)
LOOKS: dict[str, tuple[Look, ...]] = {"moderation": MODERATION, "submitters": SUBMITTERS, "office": OFFICE}

# Addresses with a variable part that are looked at by no row, and why that is right.
EXCUSED: dict[str, str] = {
    "feedback.comment": "tests/browser/test_feedback.py",
    "feedback.onwards": "leads on, shows nothing",
    "feedback.rewrite": "tests/browser/test_feedback.py",
    "feedback.support": "tests/browser/test_feedback.py",
    "feedback.take_back": "tests/browser/test_feedback.py",
    "human.challenge": "no page",
    "ideas.attachment": "a file",
    "ideas.own_attachment": "a file",
    "ideas.receipt": "a PDF",
    "ideas.staff_attachment": "a file",
    "mail.letter_frame": "a letter as it was sent, inside a frame",
    "mail.own_frame": "a letter as it was sent, inside a frame",
    "mail.own_frame_by_link": "a letter as it was sent, inside a frame",
    "mail.specimen_frame": "a letter as it would be sent, inside a frame",
    "meetings.calendar_entry": "a calendar file",
    "meetings.internal_pack": "a file",
    "meetings.paper": "a file",
    "meetings.personal_calendar": "a calendar file",
    "meetings.public_pack": "a file",
    "proceedings.ballot_paper": "a file",
    "proceedings.circular_paper": "a file",
    "proceedings.minutes_pdf": "a PDF",
    "proceedings.office_minutes": "tests/browser/test_meeting.py",
    "proceedings.read_minutes": "tests/browser/test_meeting.py",
    "proceedings.run_item": "tests/browser/test_meeting.py",
    "proceedings.run_meeting": "tests/browser/test_meeting.py",
    "static": "files",
}
