"""The year as a whole: pauses, months left out, the rotation's order, hosts that swap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BERLIN
from app.clock import now as clock_now
from app.meetings import services
from app.meetings.days_off import days_off
from app.meetings.models import HostTask, Meeting, MeetingPause
from app.meetings.planner import Period, Rhythm, in_rotation, propose_year
from app.meetings.services.year import swap_hosts
from app.members.models import Role
from app.region.rules import body_rules
from tests.factories import make_body, make_person, sign_in

HOSTS = ["14511", "14521", "14522", "14523", "14524"]
RHYTHM = Rhythm(3, 0, time(10))
TEN = datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN)
ZWICKAU = services.Appointment(TEN, TEN + timedelta(hours=3), "14524", "Landratsamt Zwickau")
JANUARY = TEN + timedelta(days=35)
CHEMNITZ = services.Appointment(JANUARY, JANUARY + timedelta(hours=3), "14511", "Rathaus")


@pytest.fixture
def office(client: FlaskClient, db_session: Session) -> None:
    """Somebody from the office, signed in, in a body with rules."""
    make_body()
    sign_in(client, make_person(Role.OFFICE))


def test_a_month_off_is_left_out_and_the_rotation_waits() -> None:
    august = Period("Sommerpause", date(2027, 7, 25), date(2027, 8, 31))
    proposals = propose_year(2027, RHYTHM, HOSTS, None, [august])
    assert [p.starts_at.month for p in proposals] == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]
    assert [p.host for p in proposals[6:8]] == ["14521", "14522"]


def test_the_rotation_goes_on_after_what_stands() -> None:
    proposals = propose_year(2027, RHYTHM, HOSTS, "14524", [], {1: "14522", 3: "14511"})
    assert [(p.starts_at.month, p.host) for p in proposals[:3]] == [(2, "14523"), (4, "14521"), (5, "14522")]


def test_a_pause_of_days_speaks_against_them() -> None:
    pause = Period("Sommerpause", date(2027, 7, 12), date(2027, 7, 25))
    july = propose_year(2027, RHYTHM, HOSTS, None, [pause])[6]
    assert july.against == ("Sommerpause",)
    assert july.instead[0] == date(2027, 7, 26)


def test_the_rotation_follows_the_setting() -> None:
    assert in_rotation(HOSTS, ["14523", "gone", "14511"]) == ["14523", "14511", "14521", "14522", "14524"]


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_holidays_of_the_year_are_known(year: int) -> None:
    names = {period.name for period in days_off(year)}
    assert {"Sommerferien", "Herbstferien", "Winterferien", "Osterferien", "Buß- und Bettag"} <= names


def test_two_meetings_change_hosts_and_places(db_session: Session, now: datetime) -> None:
    one, other = (services.plan_meeting(facts, now=now, actor_id=None) for facts in (ZWICKAU, CHEMNITZ))
    swap_hosts(other.id, one.id, reason="Umbau", now=now, actor_id=None)
    assert (one.host_ags, one.place, one.revision) == ("14511", "Rathaus", 1)
    assert (other.host_ags, other.place, other.revision) == ("14524", "Landratsamt Zwickau", 1)
    assert (one.starts_at, other.starts_at) == (TEN, JANUARY)
    services.cancel_meeting(other.id, reason="x", now=now, actor_id=None)
    with pytest.raises(services.ForbiddenStep):
        swap_hosts(one.id, other.id, reason="x", now=now, actor_id=None)
    with pytest.raises(services.ForbiddenStep):
        swap_hosts(one.id, one.id, reason="x", now=now, actor_id=None)


def test_the_office_swaps_in_one_step(client: FlaskClient, db_session: Session, office: None) -> None:
    begins = clock_now() + timedelta(days=20)
    soon = replace(ZWICKAU, starts_at=begins, ends_at=begins + timedelta(hours=3))
    later = replace(
        soon, host_ags="14511", place="", starts_at=begins + timedelta(days=30), ends_at=begins + timedelta(days=31)
    )
    one, other = (services.plan_meeting(facts, now=clock_now(), actor_id=None) for facts in (soon, later))
    db_session.commit()
    url = "/geschaeftsstelle/sitzungen/tauschen"
    same = client.post(url, data={"one": one.id, "other": one.id, "reason": "Umbau"})
    assert same.status_code == 422
    assert "Umbau" in same.text
    assert client.post(url, data={"one": one.id, "other": other.id, "reason": "Umbau"}).status_code == 302
    assert (one.host_ags, other.host_ags) == ("14511", "14524")


def test_the_office_sets_pauses_rotation_and_template(client: FlaskClient, db_session: Session, office: None) -> None:
    url = "/geschaeftsstelle/sitzungen/regeln"
    wrong = client.post(url, data={"name": "Sommer", "first": "2027-08-01", "last": "2027-07-01"})
    assert wrong.status_code == 422
    client.post(url, data={"name": "Sommer", "first": "2027-07-01", "last": "2027-08-31"})
    year = client.get("/geschaeftsstelle/sitzungen?jahr=2027").text
    assert "Sommer (01.07.2027" in year
    assert "2027-07-19T10:00" not in year
    client.post(f"{url}/rotation/14521")
    assert body_rules().host_rotation[:2] == ("14521", "14511")
    assert client.post(f"{url}/checkliste", data={"items": "bald etwas"}).status_code == 422
    client.post(f"{url}/checkliste", data={"items": "3 Saal\n\n40  Technik"})
    assert body_rules().host_checklist == (("Technik", 40), ("Saal", 3))
    pause = db_session.scalars(select(MeetingPause)).one()
    client.post(f"{url}/pausen/{pause.id}/entfernen")
    assert db_session.scalars(select(MeetingPause)).all() == []


def test_a_month_is_skipped_and_the_rest_taken_over_with_lists(
    client: FlaskClient, db_session: Session, office: None
) -> None:
    assert client.post("/geschaeftsstelle/sitzungen/auslassen", data={"monat": "unsinn"}).status_code == 404
    client.post("/geschaeftsstelle/sitzungen/auslassen", data={"monat": "2027-02"})
    assert "2027-02-15T10:00" not in client.get("/geschaeftsstelle/sitzungen?jahr=2027").text
    take = {"take": "2027-01-18T10:00/2027-01-18T13:00", "host-2027-01-18T10:00": "14511"}
    client.post("/geschaeftsstelle/sitzungen", data=take)
    meeting = db_session.scalars(select(Meeting)).one()
    assert len(db_session.scalars(select(HostTask).where(HostTask.meeting_id == meeting.id)).all()) == 6
