"""The table of pages and their states that a browser looks at; to test a new page, give it a row.

A page whose address has no variable part needs no row: every one that can be opened is looked at anyway, empty
and full. Nor does one with a row in tests/architecture/good_links.py. A row here is for states that do not come
by themselves: errors, conflicts, other people's things. `data` makes it a POST.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.db import db
from app.feedback.services import approve, confirm, decline, submit
from app.ideas.gates import GATES
from app.ideas.links import STATUS
from app.ideas.models import Idea, Inquiry, Objection
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter, Suppression
from app.mail.optional import history_token
from app.mail.suppression import suppress
from app.meetings import services as meetings
from app.meetings.models import AgendaItem, Meeting
from app.meetings.services.agenda import ItemFacts
from app.meetings.states import ItemKind
from app.members.models import Membership, Person, Role, Seat
from app.moderation.models import GateAnswer
from app.moderation.services import deciding
from app.moderation.services.reporting import tell_what_waits
from app.proceedings.services.circular import Question, start_circular
from app.web.links import sign
from tests.factories import THEN, make_idea, make_person
from tests.feedback.helpers import comment_draft, general_draft, public_comment, waiting_comment
from tests.ideas.submitting import PLACE, WHAT, WHO, form_key

S = IdeaState
LONG_TITLE = "Landkreisübergreifendes Fachkräftequalifizierungszentrum für die Zulieferindustrie"


@dataclass
class Scene:
    """What the pages are about; `me` holds every role and is signed in."""

    me: Person
    ideas: dict[str, Idea] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    letter: uuid.UUID | None = None
    my_letter: uuid.UUID | None = None

    def reference(self, name: str) -> str:
        """An idea's reference number."""
        return str(self.ideas[name].reference)

    def status(self, name: str) -> str:
        """The submitter's page of an idea."""
        return f"/status/{sign(STATUS, self.ideas[name].id)}"


@dataclass(frozen=True)
class Look:
    """One page in one state, and the answer that it comes with."""

    name: str
    path: Callable[[Scene], str]
    data: Callable[[Scene], Mapping[str, Any]] | None = None
    status: int = 200


def full_scene(me: Person, client: FlaskClient) -> Scene:
    """Something in every state, with long words; the client has begun a draft."""
    colleague, scene = make_person(Role.MODERATOR, name="Kolja Kollege"), Scene(me)
    for state in IdeaState:
        if state not in (S.DRAFT, S.MERGED):
            scene.ideas[state] = make_idea(state, title=LONG_TITLE, due_at=THEN)
    scene.ideas["merged"] = make_idea(S.MERGED, title=LONG_TITLE, merged_into_id=scene.ideas["assessment"].id)
    secret = {"confidential": True, "annex": "Der Pachtvertrag ist noch geheim."}
    scene.ideas["mine"] = make_idea(S.FORMAL_CHECK, title=LONG_TITLE, claimed_by_id=me.id, **secret)
    scene.ideas["colleague's"] = make_idea(S.FORMAL_CHECK, claimed_by_id=colleague.id)
    scene.ideas["asked"] = make_idea(S.NEEDS_INFO, claimed_by_id=me.id)
    due = clock.now() + timedelta(days=9)
    for name in ("asked", "needs_info"):
        about = {"idea_id": scene.ideas[name].id, "asked_at": THEN, "due_at": due}
        db.session.add(Inquiry(question="Welche Orte meinen Sie?", **about))
    _decisions(scene, me, colleague)
    _voices(scene, me)
    scene.numbers["meeting"] = _meeting(me).id
    scene.numbers["item"] = db.session.scalars(select(AgendaItem.id)).one()
    scene.numbers["seat"] = _seat(me).id
    asked = Question("Termin der Klausur", "Der Konvent tagt am 5. Mai.", deadline_at=clock.now() + timedelta(days=7))
    scene.numbers["circular"] = start_circular(asked, now=clock.now(), actor_id=me.id).id
    suppress("weg@post.example", "550 unknown user", clock.now())
    scene.numbers["block"] = db.session.scalars(select(Suppression.id)).one()
    tell_what_waits(me.id, clock.now())
    mine = select(StoredLetter.id).where(StoredLetter.person_id == me.id)
    scene.my_letter = db.session.scalars(mine.limit(1)).one()
    scene.letter = db.session.scalars(select(StoredLetter.id).limit(1)).one()
    for path, values in (("/ideen/neu", WHAT), ("/ideen/neu/wo", PLACE), ("/ideen/neu/wer", WHO)):
        db.session.commit()
        assert client.post(path, data={"form_key": form_key(DRAFT), **values}).status_code == 303
    return scene


DRAFT = uuid.UUID("00000000-0000-4000-8000-00000000d1af")


def _decisions(scene: Scene, me: Person, colleague: Person) -> None:
    for name, proposer in (("proposed by me", me), ("proposed by a colleague", colleague)):
        idea = scene.ideas[name] = make_idea(S.FORMAL_CHECK, claimed_by_id=proposer.id)
        words = ("Zuständig ist die **Gemeinde**.", "Bitte noch einmal ansehen.", "")
        deciding.propose_decision(idea.id, S.REFERRED, *words, proposer.id, THEN, idea.revision)
    for gate in GATES:
        answer = {"gate": gate.code, "passed": False, "note": "Noch zu klären.", "answered_by_id": me.id}
        db.session.add(GateAnswer(idea_id=scene.ideas["mine"].id, answered_at=THEN, **answer))
    against = {"against": S.NOT_ADOPTED, "statement": "Sie nützt drei Landkreisen.", "raised_at": THEN}
    db.session.add(Objection(idea_id=scene.ideas["not_adopted"].id, **against))


def _voices(scene: Scene, me: Person) -> None:
    idea, now = scene.ideas["assessment"], clock.now()
    waiting = waiting_comment(idea, now)
    general = confirm(submit(general_draft(), proven=None, now=now).id, now)
    public = public_comment(idea, now, address="bea@post.example")
    declined = waiting_comment(idea, now, address="cid@post.example")
    decline(declined.id, actor_id=me.id, reason="Nennt eine Person.", seen_revision=declined.revision, now=now)
    changed = confirm(submit(comment_draft(idea, address="dan@post.example"), proven=None, now=now).id, now)
    approve(changed.id, actor_id=me.id, seen_revision=changed.revision, now=now)
    things = {"waiting": waiting, "general": general, "public": public, "declined": declined, "changed": changed}
    scene.numbers |= {name: thing.id for name, thing in things.items()}


def _seat(me: Person) -> Seat:
    seat = Seat(
        number=1,
        seat_type="authority",
        sector="politics",
        authority_ags="14524",
        organisation="Landkreis Zwickau",
        role_de="Landrätin",
        role_en="Head",
        voting=True,
    )
    db.session.add(seat)
    db.session.flush()
    facts = {"title": "", "name": me.name, "spokesperson": False, "valid_from": THEN.date()}
    db.session.add(Membership(seat_id=seat.id, person_id=me.id, **facts))
    return seat


def _meeting(me: Person) -> Meeting:
    begins = clock.now() + timedelta(days=30)
    appointment = meetings.Appointment(begins, begins + timedelta(hours=3), "14524", "Landratsamt Zwickau")
    planned = meetings.plan_meeting(appointment, now=clock.now(), actor_id=me.id)
    meetings.add_item(planned.id, ItemFacts("Projektstand", ItemKind.INFORMATION, 30), now=clock.now())
    return planned


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
    "meetings.paper": "a file",
    "meetings.personal_calendar": "a calendar file",
    "proceedings.ballot_paper": "a file",
    "proceedings.circular_paper": "a file",
    "proceedings.minutes_pdf": "a PDF",
    "proceedings.office_minutes": "tests/browser/test_meeting.py",
    "proceedings.read_minutes": "tests/browser/test_meeting.py",
    "proceedings.run_item": "tests/browser/test_meeting.py",
    "proceedings.run_meeting": "tests/browser/test_meeting.py",
    "static": "files",
}
