"""The pages about meetings: what everybody reads, and how the office plans."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import BERLIN
from app.meetings import services
from app.meetings.models import Meeting
from app.meetings.services.agenda import ItemFacts
from app.meetings.states import ItemKind
from app.members.models import Role
from tests.factories import make_person, sign_in

TEN = datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN)
PLANNER = "/geschaeftsstelle/sitzungen"


@pytest.fixture
def meeting(db_session: Session, now: datetime) -> Meeting:
    """A meeting in Zwickau with a public and a secret item."""
    appointment = services.Appointment(TEN, TEN + timedelta(hours=3), "14524", "Landratsamt Zwickau")
    planned = services.plan_meeting(appointment, now=now, actor_id=None)
    services.add_item(planned.id, ItemFacts("Projektstand", ItemKind.INFORMATION, 30), now=now)
    services.add_item(
        planned.id, ItemFacts("Kaufpreis Flurstück 7", ItemKind.DECISION, 20, "Frau Geheim", False), now=now
    )
    # Into the test's own transaction, so that a page that rolls back does not take the meeting along.
    db_session.commit()
    return planned


@pytest.fixture
def office(client: FlaskClient, now: datetime, db_session: Session) -> FlaskClient:
    """A browser in which the office is signed in."""
    sign_in(client, make_person(Role.OFFICE), now)
    db_session.commit()
    return client


@pytest.fixture(autouse=True)
def clock(now: datetime) -> object:
    """The pages' own clock stands at the test's."""
    with time_machine.travel(now, tick=False):
        yield


def _form(meeting: Meeting, **changes: str) -> dict[str, str]:
    return {
        "day": "2026-12-14",
        "begins": "10:00",
        "ends": "13:00",
        "host": "14524",
        "place": "Landratsamt Zwickau",
        "revision": str(meeting.revision),
        "reason": "Der Saal ist belegt.",
    } | changes


@pytest.mark.parametrize("address", ["/", "/sitzungen", "/sitzungen/{id}", "/sitzungen.ics", "/sitzungen/{id}.ics"])
def test_nothing_non_public_leaves_the_house(client: FlaskClient, meeting: Meeting, address: str) -> None:
    answer = client.get(address.format(id=meeting.id))
    assert answer.status_code == 200
    for secret in ("Kaufpreis", "Flurstück", "Geheim"):
        assert secret not in answer.text


def test_members_read_the_whole_agenda(client: FlaskClient, meeting: Meeting, now: datetime) -> None:
    sign_in(client, make_person(Role.MEMBER), now)
    assert "Kaufpreis Flurstück 7" in client.get(f"/sitzungen/{meeting.id}").text


def test_the_feed_says_what_was_moved(client: FlaskClient, meeting: Meeting, now: datetime) -> None:
    later = services.Appointment(TEN + timedelta(days=7), TEN + timedelta(days=7, hours=3), "14511", "Rathaus")
    services.move_meeting(meeting.id, later, reason="Tausch", now=now, actor_id=None)
    event: Any
    [event] = icalendar.Calendar.from_ical(client.get("/sitzungen.ics").text).walk("VEVENT")
    assert (event["dtstart"].dt, event["sequence"]) == (TEN + timedelta(days=7), 1)
    page = client.get(f"/sitzungen/{meeting.id}").text
    assert "Verlegt vom Montag, 14. Dezember 2026, 10:00 Uhr auf den Montag, 21. Dezember 2026, 10:00 Uhr" in page


def test_a_year_is_proposed_and_taken_over(office: FlaskClient, db_session: Session) -> None:
    page = office.get(f"{PLANNER}?jahr=2027").text
    rows = re.findall(r'name="take" value="([^"]+)"( checked)?', page)
    assert len(rows) == 12
    assert ("2027-02-15T10:00/2027-02-15T13:00", "") in rows
    assert "Winterferien" in page
    ticked = [value for value, checked in rows if checked]
    hosts = dict(re.findall(r'name="(host-[^"]+)".*?value="(\d+)" selected', page, re.DOTALL))
    office.post(PLANNER, data={"take": ticked, **hosts})
    assert db_session.scalar(select(func.count()).select_from(Meeting)) == len(ticked)
    assert len(re.findall(r'name="take"', office.get(f"{PLANNER}?jahr=2027").text)) == 12 - len(ticked)


def test_invented_proposals_are_left_out(office: FlaskClient, db_session: Session) -> None:
    office.post(
        PLANNER, data={"take": ["x/y", "2027-01-01T10:00/2029-01-01T10:00", "2027-01-04T10:00/2027-01-04T12:00"]}
    )
    assert db_session.scalar(select(func.count()).select_from(Meeting)) == 0


def test_a_wrong_year_says_so_and_keeps_what_was_typed(office: FlaskClient) -> None:
    answer = office.get(f"{PLANNER}?jahr=99999&beginn=09:30")
    assert answer.status_code == 422
    assert "99999" in answer.text
    assert "09:30" in answer.text


def test_a_move_needs_a_reason(office: FlaskClient, meeting: Meeting) -> None:
    answer = office.post(f"{PLANNER}/{meeting.id}", data=_form(meeting, reason="", place="Rathaus"))
    assert answer.status_code == 422
    assert "Rathaus" in answer.text
    assert meeting.revision == 0


def test_an_end_before_the_beginning_is_refused(office: FlaskClient, meeting: Meeting) -> None:
    answer = office.post(f"{PLANNER}/{meeting.id}", data=_form(meeting, ends="09:00"))
    assert answer.status_code == 422
    assert "Das Ende muss nach dem Beginn liegen." in answer.text


def test_a_stale_form_gets_both_versions(
    office: FlaskClient, meeting: Meeting, now: datetime, db_session: Session
) -> None:
    stale = _form(meeting, place="Mein Vorschlag")
    elsewhere = services.Appointment(TEN, TEN + timedelta(hours=3), "14511", "Rathaus Chemnitz")
    services.move_meeting(meeting.id, elsewhere, reason="Tausch", now=now, actor_id=None)
    db_session.commit()
    answer = office.post(f"{PLANNER}/{meeting.id}", data=stale)
    assert answer.status_code == 409
    assert "Rathaus Chemnitz" in answer.text
    assert "Mein Vorschlag" in answer.text


def test_the_office_moves_cancels_and_reinstates(office: FlaskClient, meeting: Meeting) -> None:
    office.post(f"{PLANNER}/{meeting.id}", data=_form(meeting, day="2026-12-21"))
    assert meeting.starts_at == TEN + timedelta(days=7)
    office.post(f"{PLANNER}/{meeting.id}/absagen", data={"reason": "Sturmwarnung"})
    assert "Sturmwarnung" in office.get(f"/sitzungen/{meeting.id}").text
    assert office.post(f"{PLANNER}/{meeting.id}/absagen", data={"reason": "noch einmal"}).status_code == 409
    office.post(f"{PLANNER}/{meeting.id}/wieder-ansetzen", data={"reason": "Entwarnung"})
    assert (meeting.state, meeting.revision) == ("planned", 3)


def test_the_office_builds_an_agenda(office: FlaskClient, meeting: Meeting) -> None:
    agenda = f"{PLANNER}/{meeting.id}/tagesordnung"
    item = {"title": "Ausblick", "kind": "discussion", "minutes": "10", "rapporteur": "", "neutral_title": ""}
    assert office.post(agenda, data=item).status_code == 302
    assert office.post(agenda, data=item | {"minutes": "0"}).status_code == 422
    page = office.get(agenda).text
    up = re.findall(r'action="([^"]+/hoch)"', page)[-1]
    office.post(up)
    titles = re.findall(r'class="agenda__title">([^<]+)<', office.get(f"/sitzungen/{meeting.id}").text)
    assert titles == ["Projektstand", "Ausblick", "Kaufpreis Flurstück 7"]


def test_the_home_page_shows_the_next_meeting(client: FlaskClient, meeting: Meeting) -> None:
    assert "Montag, 14. Dezember 2026, 10:00 Uhr" in client.get("/").text
    assert "Monday, 14 December 2026, 10:00" in client.get("/?lang=en").text


@pytest.mark.parametrize("address", ["/sitzungen/99999999999999999999999", "/sitzungen/0", "/sitzungen/77.ics"])
def test_meetings_that_are_not_there_are_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
