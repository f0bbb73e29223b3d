"""Agendas: ideas come on and off with their authors told, late items have reasons, what changed is said in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BERLIN
from app.ideas.models import Idea
from app.ideas.services.lifecycle import ForbiddenStep as IdeaNotReady
from app.ideas.states import IdeaState, Visibility
from app.mail import Posted
from app.mail.models import StoredLetter
from app.meetings import services
from app.meetings.changes import changes_since_invitation
from app.meetings.mails.authors import MOVED, SCHEDULED
from app.meetings.models import AgendaVersion, Meeting, Paper
from app.meetings.queries.agenda import agenda_of, first_version, whole_agenda
from app.meetings.services.agenda import IdeasNeedReason, ItemFacts, LateWithoutReason, SecretIdea
from app.meetings.services.papers import PaperFacts
from app.meetings.states import ItemKind
from app.members.models import Role
from tests.architecture.test_query_count import queries_of
from tests.factories import make_idea, make_person, reference_data, sign_in

TEN = datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN)
BEFORE = TEN - timedelta(days=40)
PLANNER = "/geschaeftsstelle/sitzungen"


@pytest.fixture
def meeting(db_session: Session) -> Meeting:
    reference_data(db_session)
    appointment = services.Appointment(TEN, TEN + timedelta(hours=3), "14524", "Landratsamt Zwickau")
    planned = services.plan_meeting(appointment, now=BEFORE, actor_id=None)
    db_session.commit()
    return planned


@pytest.fixture
def office(client: FlaskClient, db_session: Session, meeting: Meeting) -> object:
    """A browser in which the office is signed in, five weeks before the meeting."""
    with time_machine.travel(BEFORE, tick=False):
        sign_in(client, make_person(Role.OFFICE), BEFORE)
        db_session.commit()
        yield client


def letters(session: Session, kind: str) -> Sequence[StoredLetter]:
    return session.scalars(
        select(StoredLetter).where(StoredLetter.kind == kind).order_by(StoredLetter.version, StoredLetter.subject)
    ).all()


def titles(meeting: Meeting) -> list[str]:
    return [row.title for row in agenda_of(meeting, whole=True, now=BEFORE)]


def ready(**facts: object) -> Idea:
    return make_idea(IdeaState.ASSESSMENT, title="Schichtbus", **facts)


def test_an_idea_comes_on_after_the_usual_items_and_its_author_hears_when(
    db_session: Session, meeting: Meeting
) -> None:
    services.use_usual_items(meeting.id, now=BEFORE, actor_id=None)
    idea, second = ready(), make_idea(IdeaState.DEFERRED, title="Zweite Idee")
    services.schedule_idea(meeting.id, idea.id, now=BEFORE, actor_id=None)
    services.schedule_idea(meeting.id, second.id, now=BEFORE, actor_id=None)
    assert titles(meeting)[3:] == ["Schichtbus", "Zweite Idee", "Verschiedenes"]
    assert idea.state == IdeaState.SCHEDULED
    first, other = letters(db_session, "idea_scheduled")
    assert first.subject == "Ihre Idee ist TOP 4 am 14.12.2026: Schichtbus"
    assert "TOP 5" in other.subject
    assert "Montag, 14. Dezember 2026, 10:00 Uhr" in first.body_text


def test_an_idea_that_is_not_ready_changes_nothing(db_session: Session, meeting: Meeting) -> None:
    idea = make_idea(IdeaState.FORMAL_CHECK)
    with pytest.raises(IdeaNotReady), db_session.begin_nested():
        services.schedule_idea(meeting.id, idea.id, now=BEFORE, actor_id=None)
    assert titles(meeting) == []


def test_a_secret_idea_gives_a_silent_item_and_a_neutral_letter(db_session: Session, meeting: Meeting) -> None:
    idea = ready(confidential=True)
    item = services.schedule_idea(meeting.id, idea.id, now=BEFORE, actor_id=None)
    assert not item.public
    [row] = agenda_of(meeting, whole=False, now=BEFORE)
    assert (row.title, row.kind, row.ideas) == ("", None, ())
    [letter] = letters(db_session, "idea_scheduled")
    assert "TOP" not in letter.subject + letter.body_text
    assert "14" not in letter.subject
    assert "Dezember" not in letter.body_text
    facts = ItemFacts("Offen", ItemKind.DECISION, 5)
    with pytest.raises(SecretIdea):
        services.edit_item(meeting.id, item.id, facts, now=BEFORE, actor_id=None, seen_revision=item.revision)


def test_an_idea_hidden_later_takes_the_words_of_its_item_along(db_session: Session, meeting: Meeting) -> None:
    idea = ready()
    services.schedule_idea(meeting.id, idea.id, now=BEFORE, actor_id=None)
    assert agenda_of(meeting, whole=False, now=BEFORE)[0].title == "Schichtbus"
    idea.visibility = Visibility.INTERNAL
    db_session.flush()
    assert agenda_of(meeting, whole=False, now=BEFORE)[0].title == ""
    assert agenda_of(meeting, whole=True, now=BEFORE)[0].title == "Schichtbus"


def test_taking_it_off_needs_a_reason_that_the_author_reads(db_session: Session, meeting: Meeting) -> None:
    idea = ready()
    item = services.schedule_idea(meeting.id, idea.id, now=BEFORE, actor_id=None)
    [told] = letters(db_session, "idea_scheduled")
    with pytest.raises(IdeasNeedReason):
        services.remove_item(meeting.id, item.id, now=BEFORE)
    services.remove_item(meeting.id, item.id, now=BEFORE, reason="Die Stellungnahme fehlt noch.")
    services.remove_item(meeting.id, item.id, now=BEFORE)
    assert (idea.state, titles(meeting)) == (IdeaState.ASSESSMENT, [])
    [letter] = letters(db_session, "idea_taken_off")
    assert "Die Stellungnahme fehlt noch." in letter.body_text
    assert SCHEDULED.still_true
    assert SCHEDULED.still_true(_posted(told)) == "no longer on that agenda"


def test_a_moved_meeting_tells_the_new_date_and_takes_back_the_old(db_session: Session, meeting: Meeting) -> None:
    services.schedule_idea(meeting.id, ready().id, now=BEFORE, actor_id=None)
    services.schedule_idea(meeting.id, ready(confidential=True).id, now=BEFORE, actor_id=None)
    for days in (7, 0):
        begins = TEN + timedelta(days=days)
        services.move_meeting(
            meeting.id,
            services.Appointment(begins, begins + timedelta(hours=3), "14524", "Landratsamt Zwickau"),
            reason="Saal",
            now=BEFORE,
            actor_id=None,
        )
    first, second = letters(db_session, "idea_meeting_moved")
    assert "21.12.2026" in first.subject
    assert "14.12.2026" in second.subject
    assert MOVED.still_true
    assert [MOVED.still_true(_posted(letter)) for letter in (first, second)] == ["moved again or called off", None]


def test_a_new_place_alone_writes_to_no_author(db_session: Session, meeting: Meeting) -> None:
    services.schedule_idea(meeting.id, ready().id, now=BEFORE, actor_id=None)
    elsewhere = services.Appointment(TEN, TEN + timedelta(hours=3), "14511", "Rathaus")
    services.move_meeting(meeting.id, elsewhere, reason="Tausch", now=BEFORE, actor_id=None)
    assert letters(db_session, "idea_meeting_moved") == []


def test_a_cancelled_meeting_frees_its_ideas_and_takes_back_those_still_free(
    db_session: Session, meeting: Meeting
) -> None:
    free, elsewhere = ready(), ready()
    for idea in (free, elsewhere):
        services.schedule_idea(meeting.id, idea.id, now=BEFORE, actor_id=None)
    services.cancel_meeting(meeting.id, reason="Sturm", now=BEFORE, actor_id=None)
    assert {free.state, elsewhere.state} == {IdeaState.ASSESSMENT}
    assert len(letters(db_session, "idea_taken_off")) == 2
    later = services.Appointment(TEN + timedelta(days=28), TEN + timedelta(days=28, hours=3), "14511", "Rathaus")
    other = services.plan_meeting(later, now=BEFORE, actor_id=None)
    services.schedule_idea(other.id, elsewhere.id, now=BEFORE, actor_id=None)
    services.reinstate_meeting(meeting.id, reason="Vorbei", now=BEFORE, actor_id=None)
    assert free.state == IdeaState.SCHEDULED
    first, second = agenda_of(meeting, whole=True, now=BEFORE)
    assert [idea.idea_id for idea in first.ideas] == [free.id]
    assert second.ideas == ()


def test_after_the_limit_an_item_needs_a_reason_and_the_consent_is_noted(db_session: Session, meeting: Meeting) -> None:
    facts, limit = ItemFacts("Sturmschäden", ItemKind.DISCUSSION, 10), datetime(2026, 12, 7, 23, 59, 59, tzinfo=BERLIN)
    assert services.add_item(meeting.id, facts, now=limit).late_reason == ""
    with pytest.raises(LateWithoutReason):
        services.add_item(meeting.id, facts, now=limit + timedelta(seconds=1))
    late = ItemFacts("Sturm", ItemKind.DISCUSSION, 10, late_reason="Der Sturm war gestern.")
    item = services.add_item(meeting.id, late, now=limit + timedelta(days=1))
    services.note_consent(meeting.id, item.id, True, now=TEN, actor_id=None)
    row = agenda_of(meeting, whole=False, now=TEN)[1]
    assert (row.late, row.late_reason, row.late_consent) == (True, "Der Sturm war gestern.", True)


def test_what_changed_since_the_invitation_is_said_in_words(db_session: Session, meeting: Meeting) -> None:
    a, b, c, d = (
        services.add_item(meeting.id, ItemFacts(title, ItemKind.DISCUSSION, 10), now=BEFORE) for title in "ABCD"
    )
    assert services.freeze_agenda(meeting.id, now=BEFORE)
    assert not services.freeze_agenda(meeting.id, now=BEFORE)
    after = BEFORE + timedelta(days=1)
    services.remove_item(meeting.id, a.id, now=after)
    services.order_items(meeting.id, [d.id, b.id, c.id], now=after, actor_id=None)
    facts = ItemFacts("B neu", ItemKind.DECISION, 20, "Frau Beispiel")
    services.edit_item(meeting.id, b.id, facts, now=after, actor_id=None, seen_revision=0)
    services.add_item(meeting.id, ItemFacts("E", ItemKind.INFORMATION, 5), now=after)
    paper = PaperFacts("Gutachten", True, c.id, link="https://www.beispiel.example/gutachten")
    services.add_paper(meeting.id, paper, now=after, actor_id=None)
    agenda = whole_agenda(meeting, whole=True, now=after)
    assert [told.text for told in changes_since_invitation(first_version(meeting.id), agenda)] == [
        "„D“ ist jetzt TOP 1, bisher TOP 4",
        "TOP 2 heißt jetzt „B neu“, bisher „B“",
        "TOP 2 „B neu“ ist jetzt: Beschluss",
        "TOP 2 „B neu“ dauert jetzt 20 Minuten, bisher 10",
        "TOP 2 „B neu“: jetzt trägt Frau Beispiel vor",
        "Neu: TOP 4 „E“",
        "Entfallen: bisher TOP 1 „A“",
        "TOP 3: neue Unterlage „Gutachten“",
    ]
    assert len(db_session.scalars(select(AgendaVersion)).all()) == 6


def test_two_editors_do_not_overwrite_each_other(office: FlaskClient, db_session: Session, meeting: Meeting) -> None:
    item = services.add_item(meeting.id, ItemFacts("Haushalt", ItemKind.DECISION, 10), now=BEFORE)
    db_session.commit()
    page = f"{PLANNER}/{meeting.id}/tagesordnung/{item.id}"
    said = {"title": "Haushalt 2027", "kind": "decision", "minutes": "20", "revision": "0"}
    assert office.post(page, data=said).status_code == 302
    stale = office.post(page, data=said | {"title": "Mein Haushalt"})
    assert stale.status_code == 409
    assert "Haushalt 2027" in stale.text
    assert "Mein Haushalt" in stale.text
    order = f"{PLANNER}/{meeting.id}/tagesordnung/reihenfolge"
    assert office.post(order, data={"item": ["1", "2"]}).status_code == 409


def test_the_office_builds_an_agenda_from_template_ideas_and_papers(
    office: FlaskClient, db_session: Session, meeting: Meeting
) -> None:
    idea = ready()
    db_session.commit()
    agenda = f"{PLANNER}/{meeting.id}/tagesordnung"
    office.post(f"{agenda}/uebliche-punkte")
    assert "Schichtbus" in office.get(agenda).text
    office.post(f"{agenda}/ideen/{idea.id}")
    assert office.post(f"{agenda}/ideen/{idea.id}").status_code == 409
    item = agenda_of(meeting, whole=True, now=BEFORE)[3]
    papers = f"{agenda}/{item.id}/unterlagen"
    assert office.post(papers, data={"title": "Karte", "link": "javascript:alert(1)"}).status_code == 422
    assert office.post(papers, data={"title": "", "link": "https://karte.example"}).status_code == 422
    assert (
        office.post(papers, data={"title": "Karte", "link": "https://karte.example", "public": "y"}).status_code == 302
    )
    assert db_session.scalars(select(Paper)).one().link == "https://karte.example"
    assert office.post(f"{agenda}/{item.id}/entfernen", data={"reason": ""}).status_code == 422
    page = office.get(f"/sitzungen/{meeting.id}").text
    assert "Karte" in page
    assert f"/ideen/{idea.reference}" in page
    public = office.get(f"/ideen/{idea.reference}").text
    assert "Sitzung am Montag, 14. Dezember 2026, 10:00 Uhr, TOP 4" in public


def test_an_agenda_costs_the_same_however_long_it_is(
    client: FlaskClient, db_session: Session, meeting: Meeting
) -> None:
    counts = []
    for number in (1, 29):
        for _ in range(number):
            item = services.schedule_idea(meeting.id, ready().id, now=BEFORE, actor_id=None)
            paper = PaperFacts("Gutachten", True, item.id, link="https://www.beispiel.example/gutachten")
            services.add_paper(meeting.id, paper, now=BEFORE, actor_id=None)
        db_session.commit()
        counts.append(len(queries_of(client, f"/sitzungen/{meeting.id}")))
    assert counts[0] == counts[1]


def _posted(letter: StoredLetter) -> Posted:
    return Posted(letter.about, letter.version, letter.recipient, letter.person_id, BEFORE, BEFORE)
