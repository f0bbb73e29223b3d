"""Before and after a meeting: briefing and follow-up are rungs of its ladder, with a note, and leak nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.digests.meeting_steps import BRIEFING_RUNG, FOLLOW_UP_RUNG
from app.digests.models import DigestNote
from app.digests.services.notes import write_note
from app.ideas.states import IdeaState
from app.mail import recheck
from app.mail.models import StoredLetter
from app.meetings.sweeps import SWEEPS as MEETING_SWEEPS
from app.members.models import Role
from app.proceedings.services.deciding import Motion, Tally, record_resolution
from tests.digests.world import DAY, published, reader, sweep
from tests.factories import make_person, sign_in
from tests.proceedings.table import Table, end, set_table

LADDER = next(row for row in MEETING_SWEEPS if "ladder" in row.name or "remind" in row.name)
WORDING = "Der Konvent kauft das Grundstück an der Geheimstraße."


def letters(kind: str) -> list[StoredLetter]:
    return list(db.session.scalars(select(StoredLetter).where(StoredLetter.kind == kind)))


def held(now: datetime, public: bool) -> Table:
    """A meeting that was held and decided something."""
    table = set_table(now, public=public)
    motion = Motion(WORDING, ideas={table.idea.id: IdeaState.ADOPTED}, reason="Der Bedarf ist belegt.")
    record_resolution(table.item.id, motion, Tally(4, 1, 0), now=now, actor_id=table.office.id)
    end(table, now + timedelta(hours=2))
    return table


def test_members_are_told_two_days_later_what_was_decided(db_session: Session, now: datetime) -> None:
    table = held(now, public=True)
    write_note(table.meeting.id, FOLLOW_UP_RUNG.name, "Danke an Chemnitz.", now=now, actor_id=table.office.id)
    sweep(now + DAY, LADDER)
    assert letters("meeting_follow_up") == []
    sweep(now + 2 * DAY, LADDER)
    sweep(now + 3 * DAY, LADDER)
    told = letters("meeting_follow_up")
    assert {letter.recipient for letter in told} == {person.email for person in table.people}
    assert all(WORDING in letter.body_text and "Danke an Chemnitz." in letter.body_text for letter in told)
    assert recheck.check(told, now + 3 * DAY).withheld == []


def test_a_non_public_decision_is_named_neutrally(db_session: Session, now: datetime) -> None:
    held(now, public=False)
    sweep(now + 2 * DAY, LADDER)
    told = letters("meeting_follow_up")
    assert told
    for letter in told:
        said = letter.subject + letter.body_text + letter.body_html
        assert "Verkehrsfrage" in said
        assert "Geheimstraße" not in said
        assert "Schichtbus" not in said


def test_of_a_meeting_that_nobody_opened_nothing_is_told(db_session: Session, now: datetime) -> None:
    set_table(now, started=False)
    sweep(now + 2 * DAY, LADDER)
    assert letters("meeting_follow_up") == []


def test_members_are_briefed_three_days_before(db_session: Session, now: datetime) -> None:
    table = set_table(now + 4 * DAY, started=False)
    person = table.people[0]
    reader(person.email, "everything", at=now - 40 * DAY)
    sweep(now + DAY + timedelta(hours=2), LADDER)
    told = {letter.recipient: letter for letter in letters("session_briefing")}
    assert set(told) == {person.email for person in table.people}
    assert "Schichtbus aufnehmen" in told[person.email].body_text
    assert BRIEFING_RUNG.days == 3


def test_the_office_sees_what_an_address_would_get_and_why(
    client: FlaskClient, db_session: Session, now: datetime
) -> None:
    table = set_table(now + 4 * DAY, started=False)
    sign_in(client, make_person(Role.OFFICE))
    reader("kim@post.example", "field:BF", at=now - 9 * DAY)
    idea = published(now - DAY)
    page = client.get("/geschaeftsstelle/ueberblicke?adresse=KIM@post.example").text
    assert idea.title in page
    assert "Handlungsfeld Bildung und Fachkräfte" in page
    assert "verfolgt niemand" in client.get("/geschaeftsstelle/ueberblicke?adresse=wer@post.example").text
    address = f"/geschaeftsstelle/ueberblicke/{table.meeting.id}/{FOLLOW_UP_RUNG.name}"
    assert client.post(address, data={"text": "x" * 1001}).status_code == 422
    client.post(address, data={"text": "Bitte Pässe mitbringen."})
    assert "Bitte Pässe mitbringen." in client.get("/geschaeftsstelle/ueberblicke").text
    client.post(address, data={"text": " "})
    assert db.session.scalars(select(DigestNote)).all() == []
    assert client.get(f"/geschaeftsstelle/ueberblicke/{table.meeting.id}/unbekannt").status_code == 404
