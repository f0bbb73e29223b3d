"""What hosts prepare: lists, ticks by link without an account, reminders that follow the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BERLIN
from app.mail import Posted
from app.mail.models import StoredLetter
from app.meetings import services
from app.meetings.host_sweep import remind_host
from app.meetings.mails.hosting import HOST_REMINDER, host_url
from app.meetings.models import HostTask, Meeting
from app.meetings.queries.hosting import checklist, contact_for, meetings_with_open_tasks
from app.meetings.services.hosting import add_task, set_contact, start_checklist, tick
from app.members.models import Role
from tests.factories import make_person, sign_in

TEN = datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN)
ZWICKAU = services.Appointment(TEN, TEN + timedelta(hours=3), "14524", "Landratsamt Beispiel")
ADDRESS = "gastgeber@haus.example"


@pytest.fixture
def meeting(db_session: Session, now: datetime) -> Meeting:
    """A meeting whose host has a contact and two things to do."""
    planned = services.plan_meeting(ZWICKAU, now=now, actor_id=None)
    set_contact("14524", None, "Hanna Haus", ADDRESS)
    add_task(planned.id, "Raum reserviert", 20)
    add_task(planned.id, "Verpflegung bestellt", 14)
    return planned


def sweep(moment: datetime) -> None:
    """One run of the sweep."""
    for number in meetings_with_open_tasks(moment):
        remind_host(number, moment)


def slots(session: Session) -> list[str]:
    """The due days of which reminders tell, as posted."""
    mine = select(StoredLetter.slot).where(StoredLetter.kind == "host_reminder").order_by(StoredLetter.created_at)
    return list(session.scalars(mine))


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2026 on Berlin's clocks."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def verdict(session: Session, moment: datetime) -> str | None:
    """Why the posted letter would not be sent any more."""
    letter = session.scalars(select(StoredLetter).where(StoredLetter.kind == "host_reminder")).first()
    assert letter is not None
    assert HOST_REMINDER.still_true is not None
    facts = (letter.about, letter.version, letter.recipient, letter.person_id, letter.created_at, moment)
    return HOST_REMINDER.still_true(Posted(*facts))


def test_a_reminder_leaves_three_days_before_and_once(db_session: Session, meeting: Meeting) -> None:
    sweep(at(11, 21, 8, 59))
    assert slots(db_session) == []
    sweep(at(11, 21, 9))
    sweep(at(11, 23, 9))
    assert slots(db_session) == ["2026-11-24"]
    sweep(at(11, 27, 9))
    assert slots(db_session) == ["2026-11-24", "2026-11-30"]


def test_a_worker_that_slept_sends_one_letter_with_all_that_is_open(db_session: Session, meeting: Meeting) -> None:
    sweep(at(12, 1, 12))
    letter = db_session.scalars(select(StoredLetter).where(StoredLetter.kind == "host_reminder")).one()
    assert "Raum reserviert" in letter.body_text
    assert "Verpflegung bestellt" in letter.body_text
    assert letter.recipient == ADDRESS


def test_what_is_done_or_over_or_has_no_contact_is_not_reminded_of(
    db_session: Session, meeting: Meeting, now: datetime
) -> None:
    set_contact("14524", None, "", "")
    sweep(at(12, 1, 12))
    set_contact("14524", None, "", ADDRESS)
    tick(meeting.id, [], [row.task.id for row in checklist(meeting, now)], "Hanna Haus", now)
    sweep(at(12, 1, 12))
    tick(meeting.id, [row.task.id for row in checklist(meeting, now)], [], "Hanna Haus", now)
    sweep(TEN)
    assert slots(db_session) == []


def test_a_move_there_and_back_sends_nothing_twice(db_session: Session, meeting: Meeting, now: datetime) -> None:
    sweep(at(11, 21, 9))
    later = replace(ZWICKAU, starts_at=TEN + timedelta(days=7), ends_at=ZWICKAU.ends_at + timedelta(days=7))
    services.move_meeting(meeting.id, later, reason="x", now=now, actor_id=None)
    assert verdict(db_session, at(11, 21, 10)) is not None
    services.move_meeting(meeting.id, ZWICKAU, reason="x", now=now, actor_id=None)
    sweep(at(11, 22, 9))
    assert slots(db_session) == ["2026-11-24"]
    assert verdict(db_session, at(11, 21, 10)) is None


def test_a_swap_of_hosts_ends_link_letter_and_own_contact(
    client: FlaskClient, db_session: Session, meeting: Meeting, now: datetime
) -> None:
    set_contact("14524", meeting, "Nur Hier", "nur@haus.example")
    url = host_url(meeting).removeprefix("http://konvent.example")
    known = contact_for(meeting)
    assert known
    assert known.email == "nur@haus.example"
    assert client.get(url).status_code == 200
    services.move_meeting(meeting.id, replace(ZWICKAU, host_ags="14511"), reason="x", now=now, actor_id=None)
    assert contact_for(meeting) is None
    assert client.get(url).status_code == 410
    assert client.post(url).status_code == 410
    assert client.get("/gastgeber/unsinn").status_code == 410


def test_the_host_ticks_without_an_account(client: FlaskClient, db_session: Session, meeting: Meeting) -> None:
    url = host_url(meeting).removeprefix("http://konvent.example")
    first, second = db_session.scalars(select(HostTask).order_by(HostTask.id)).all()
    assert "Raum reserviert" in client.get(url).text
    assert client.post(url, data={"done": [first.id]}).status_code == 303
    assert (first.done_by, second.done_at) == ("Hanna Haus", None)
    client.post(url, data={"done": [second.id]})
    assert first.done_at is not None, "a page drawn before a colleague's tick does not undo it"
    client.post(url, data={"shown": [first.id, second.id], "done": [second.id]})
    db_session.refresh(first)
    assert (first.done_by, second.done_by) == ("", "Hanna Haus")


def test_the_office_keeps_the_list(client: FlaskClient, db_session: Session, meeting: Meeting) -> None:
    office = make_person(Role.OFFICE)
    sign_in(client, office)
    base = f"/geschaeftsstelle/sitzungen/{meeting.id}/gastgeber"
    assert client.post(f"{base}/punkt", data={"title": "", "days": "-3"}).status_code == 422
    client.post(f"{base}/punkt", data={"title": "Livestream", "days": "7"})
    task = db_session.scalars(select(HostTask).where(HostTask.title == "Livestream")).one()
    client.post(f"{base}/abhaken", data={"done": [task.id]})
    assert task.done_by == office.name
    assert client.post(f"{base}/kontakt", data={"email": "kein ding"}).status_code == 422
    client.post(f"{base}/kontakt", data={"email": "neu@haus.example", "only": "y"})
    known = contact_for(meeting)
    assert known
    assert (known.email, known.meeting_id) == ("neu@haus.example", meeting.id)
    client.post(f"{base}/punkte/{task.id}/entfernen")
    assert "Livestream" not in client.get(base).text


def test_a_list_comes_from_the_template_once(db_session: Session, now: datetime) -> None:
    planned = services.plan_meeting(ZWICKAU, now=now, actor_id=None)
    start_checklist(planned.id)
    start_checklist(planned.id)
    assert len(checklist(planned, now)) == 6
