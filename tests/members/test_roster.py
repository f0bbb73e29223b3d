"""Importing a roster: what differs is written, what does not is left, and nobody is lost."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.members.models import ChangeSource, Membership, Role, Seat
from app.members.queries import seats_on
from app.members.roster import import_roster
from app.members.services.seats import (
    Candidate,
    Decision,
    end_membership,
    latest_membership,
    seat_candidate,
    tie_to_seat,
)
from app.members.standing import is_seated
from app.region.models import Authority
from app.region.reference import BadRoster
from tests.factories import make_person

FILE = Path(__file__).parents[2] / "content" / "roster" / "regionalkonvent.json"
TODAY = date(2026, 11, 11)

Roster = dict[str, Any]


@pytest.fixture
def roster() -> Roster:
    """The real roster, to be changed as a test likes."""
    loaded: Roster = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def holders(session: Session) -> list[str | None]:
    """Who holds the seats today, in the roster's order."""
    return [row.holder.name if row.holder else None for row in seats_on(TODAY)]


def test_the_roster_fills_eighteen_seats(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    rows = seats_on(TODAY)
    assert [row.seat.number for row in rows] == list(range(1, 19))
    assert [row.holder.full_name for row in rows if row.holder and row.holder.spokesperson] == ["Carsten Michaelis"]
    assert sum(row.authority is not None for row in rows) == 5


def test_repeating_changes_nothing(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    again = import_roster(roster, now)
    assert again.lines == []
    assert again.unchanged > 18


def test_only_what_differs_is_written_and_told(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    roster["authorities"][0]["colour"] = "#123456"
    report = import_roster(roster, now)
    assert report.lines == ["changed: authority 14511: colour '#0072B2' → '#123456'"]
    assert db_session.get_one(Authority, "14511").colour == "#123456"


def test_without_an_english_name_the_stored_one_stays(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    for entry in (*roster["authorities"], *roster["seats"]):
        entry.pop("name_en", None)
        entry.pop("role_en", None)
    assert import_roster(roster, now).lines == []


def test_a_new_holder_takes_the_seat_and_the_old_one_stays_in_the_past(
    db_session: Session, now: datetime, roster: Roster
) -> None:
    import_roster(roster, now)
    roster["seats"][4]["name"] = "Demo Nachfolge"
    import_roster(roster, now)
    assert holders(db_session)[4] == "Demo Nachfolge"
    past = db_session.scalars(select(Membership).where(Membership.name == "Sven Schulze")).one()
    assert (past.valid_to, db_session.scalar(select(func.count()).select_from(Seat))) == (TODAY, 18)


def test_a_seat_without_a_name_is_vacant(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    roster["seats"][2]["name"] = ""
    import_roster(roster, now)
    assert holders(db_session)[2] is None


def test_who_changes_office_keeps_the_seat(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    roster["seats"][12]["organisation"] = "Muster GmbH"
    report = import_roster(roster, now)
    assert len(report.lines) == 1
    assert db_session.scalar(select(func.count()).select_from(Seat)) == 18


def test_who_loses_the_seat_is_a_member_no_longer_that_day(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    person = make_person(Role.MODERATOR)
    membership = db_session.scalars(select(Membership).where(Membership.name == "Lars Luderer")).one()
    tie_to_seat(person, membership.id, now, None)
    assert person.grants == {Role.MEMBER, Role.MODERATOR}
    roster["seats"][12]["name"] = "Demo Nachfolge"
    assert is_seated(person.id, TODAY)
    import_roster(roster, now)
    assert not is_seated(person.id, TODAY)


def test_a_file_cut_short_takes_nobodys_seat(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    before = holders(db_session)
    del roster["seats"][10:]
    report = import_roster(roster, now)
    assert holders(db_session) == before
    assert sum("left alone" in line for line in report.lines) == 8


def test_seats_may_change_places(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    roster["seats"].reverse()
    import_roster(roster, now)
    assert holders(db_session)[0] == "Matthias Lißke"


def test_what_the_office_decided_stands_and_the_report_says_so(
    db_session: Session, now: datetime, roster: Roster
) -> None:
    import_roster(roster, now)
    decision = Decision(now, None, ChangeSource.OFFICE, "Neu gewählt")
    rows = seats_on(TODAY)
    seat_candidate(rows[4].seat, Candidate("Demo Nachfolge"), TODAY, decision, seen=latest_membership(rows[4].seat.id))
    assert rows[5].holder
    end_membership(rows[5].holder, TODAY, decision, with_deputies=True)
    report = import_roster(roster, now)
    assert [holders(db_session)[4], holders(db_session)[5]] == ["Demo Nachfolge", None]
    assert len(report.lines) == 2
    assert report.lines[0].startswith("left alone, decided by the office on 2026-11-11: seat 5, ")
    assert report.lines[0].endswith("is held by Demo Nachfolge, the file says Sven Schulze")
    assert " is vacant, the file says " in report.lines[1]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda file: file.pop("body"), "body"),
        (lambda file: file["seats"][3].pop("sector"), "seats, entry 4: needs text for sector"),
        (lambda file: file.update(goals="keine"), "'goals' must be a list"),
    ],
)
def test_a_bad_file_is_refused_in_words(now: datetime, roster: Roster, spoil: Any, told: str) -> None:
    broken = copy.deepcopy(roster)
    spoil(broken)
    with pytest.raises(BadRoster, match=told):
        import_roster(broken, now)


def test_one_seat_has_one_holder_at_a_time(db_session: Session, now: datetime, roster: Roster) -> None:
    import_roster(roster, now)
    seat = db_session.scalars(select(Seat).limit(1)).one()
    facts = {"title": "", "spokesperson": False, "valid_from": TODAY, "valid_to": None}
    db_session.add(Membership(seat_id=seat.id, name="Demo Zweitbesetzung", **facts))
    with pytest.raises(IntegrityError):
        db_session.flush()


def test_the_command_tells_what_it_did(app: Flask, db_session: Session) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(args=["roster", "import", str(FILE)])
    again = runner.invoke(args=["roster", "import", str(FILE)])
    assert "new: membership of Dr. Peggy Kreller" not in first.output
    assert "new: membership of Peggy Kreller" in first.output
    assert again.output.startswith("unchanged: ")


def test_the_page_shows_names_and_no_addresses(client: FlaskClient, roster: Roster) -> None:
    import_roster(roster, datetime(2026, 1, 1, tzinfo=UTC))
    page = client.get("/mitglieder").text
    assert all(f"{entry['title']} {entry['name']}".strip() in page for entry in roster["seats"])
    assert "Sprecherrolle" in page
    assert "beratend" not in page, "the file does not say so of anybody"
    assert "District Administrator" in client.get("/mitglieder?lang=en").text
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<h2 id=") == 3
    assert "@" not in main


def test_an_empty_page_says_what_will_be_there(client: FlaskClient) -> None:
    assert "Hier stehen bald die Mitglieder" in client.get("/mitglieder").text
