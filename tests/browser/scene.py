"""What the browser's pages are about: something in every state, with long words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

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
