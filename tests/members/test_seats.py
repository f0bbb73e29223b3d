"""Seats at the office and deputies at home: seat, end, tie, name; who, when and why are kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import local
from app.clock import now as clock_now
from app.mail import Posted
from app.mail.models import StoredLetter
from app.members.mails import SEAT_GIVEN
from app.members.models import ChangeSource, Deputy, Membership, Person, Role, Seat, SeatChange
from app.members.services.seats import (
    MOST_DEPUTIES,
    Candidate,
    Decision,
    OutOfOrder,
    SeatTaken,
    StaleSeat,
    end_deputy,
    end_membership,
    latest_membership,
    name_deputy,
    seat_candidate,
)
from app.members.standing import is_seated, who_represents
from tests.architecture.test_query_count import queries_of
from tests.factories import make_body, make_deputy, make_membership, make_person, make_seat, sign_in

TODAY = date(2026, 11, 11)
LATER = date(2027, 1, 1)


@pytest.fixture
def decision(now: datetime) -> Decision:
    """The office decides."""
    return Decision(now, make_person(Role.OFFICE).id, ChangeSource.OFFICE, "Wahl im Kreistag")


@pytest.fixture
def office(client: FlaskClient, db_session: Session) -> Person:
    """Somebody from the office, signed in."""
    person = make_person(Role.OFFICE)
    sign_in(client, person)
    return person


def today() -> date:
    """The day on the wall, for pages that ask the clock."""
    return local(clock_now()).date()


def changes(session: Session, seat: Seat) -> list[tuple[str, date, str]]:
    """What is kept about a seat, in order."""
    rows = session.scalars(select(SeatChange).where(SeatChange.seat_id == seat.id).order_by(SeatChange.id))
    return [(row.verb, row.on_day, row.reason) for row in rows]


def seat_somebody(seat: Seat, name: str, day: date, decision: Decision) -> Membership:
    """As the form does."""
    return seat_candidate(seat, Candidate(name), day, decision, seen=latest_membership(seat.id))


def test_a_successor_takes_over_on_the_day_and_both_are_kept(db_session: Session, decision: Decision) -> None:
    seat = make_seat()
    before = make_membership(seat, name="Demo Vorher")
    seat_somebody(seat, "Demo Nachher", LATER, decision)
    db_session.expire_all()
    assert before.valid_to == LATER
    eve, day = who_represents(seat.id, LATER - timedelta(days=1)), who_represents(seat.id, LATER)
    assert eve
    assert eve.holder
    assert eve.holder.name == "Demo Vorher"
    assert day
    assert day.holder
    assert day.holder.name == "Demo Nachher"
    reason = decision.reason
    assert changes(db_session, seat) == [("ended", LATER, reason), ("seated", LATER, reason)]


def test_nobody_is_seated_before_a_later_holder(db_session: Session, decision: Decision) -> None:
    seat = make_seat()
    seat_somebody(seat, "Demo Später", LATER, decision)
    with pytest.raises(SeatTaken, match="Demo Später"):
        seat_somebody(seat, "Demo Früher", TODAY, decision)
    with pytest.raises(StaleSeat):
        seat_candidate(seat, Candidate("Demo"), LATER, decision, seen=None)


def test_an_end_takes_deputies_along_if_wanted(db_session: Session, now: datetime, decision: Decision) -> None:
    seat, other = make_seat(), make_seat()
    deputy, kept = make_deputy(seat), make_deputy(other)
    coming = make_deputy(seat, valid_from=LATER)
    end_membership(make_membership(seat), TODAY, decision, with_deputies=True)
    end_membership(make_membership(other), TODAY, decision, with_deputies=False)
    assert (deputy.valid_to, coming.valid_to, kept.valid_to) == (TODAY, LATER, None)
    assert [verb for verb, *_ in changes(db_session, seat)] == ["ended", "deputy_ended", "deputy_ended"]


def test_the_past_does_not_move(db_session: Session, decision: Decision) -> None:
    over = make_membership(make_seat(), valid_to=TODAY)
    with pytest.raises(OutOfOrder):
        end_membership(over, LATER, decision, with_deputies=True)
    future = make_membership(make_seat(), valid_from=LATER)
    with pytest.raises(OutOfOrder):
        end_membership(future, TODAY, decision, with_deputies=True)
    with pytest.raises(OutOfOrder):
        end_deputy(make_deputy(make_seat(), valid_to=TODAY), TODAY, decision)


def test_who_leaves_by_an_end_today_is_out_at_once(db_session: Session, decision: Decision) -> None:
    person = make_person(Role.MEMBER)
    membership = db_session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    end_membership(membership, TODAY, decision, with_deputies=True)
    assert not is_seated(person.id, TODAY)
    assert is_seated(person.id, TODAY - timedelta(days=1))


def test_an_address_invites_or_ties(db_session: Session, decision: Decision) -> None:
    seat, known = make_seat(), make_person(Role.MODERATOR, joined_at=decision.now)
    new = seat_candidate(seat, Candidate("Nora Neu", email="nora@haus.example"), TODAY, decision, seen=None)
    deputy = name_deputy(seat, Candidate("B", email=known.email), TODAY, None, decision)
    invited = db_session.scalars(select(Person).where(Person.email == "nora@haus.example")).one()
    assert (new.person_id, deputy.person_id) == (invited.id, known.id)
    assert invited.grants == {Role.MEMBER}
    assert known.grants == {Role.MEMBER, Role.MODERATOR}
    letters = db_session.scalars(select(StoredLetter.kind).where(StoredLetter.person_id == invited.id)).all()
    assert letters == ["account_invitation"]
    told = db_session.scalars(select(StoredLetter).where(StoredLetter.person_id == known.id)).one()
    assert (told.kind, told.subject) == ("seat_given", "Sie vertreten ab 11.11.2026 einen Sitz im Konvent")
    assert SEAT_GIVEN.still_true
    facts = (told.about, told.version, told.recipient, told.person_id, told.created_at, decision.now)
    assert SEAT_GIVEN.still_true(Posted(*facts)) is None
    end_deputy(deputy, TODAY, decision)
    assert SEAT_GIVEN.still_true(Posted(*facts)) == "the time on the seat is over"


def test_the_office_seats_somebody(client: FlaskClient, db_session: Session, office: Person) -> None:
    seat = make_seat()
    held = make_membership(seat, name="Demo Vorher")
    url = f"/geschaeftsstelle/sitze/{seat.id}/nachfolge"
    page = client.get(url).text
    assert f'value="{held.id}"' in page
    form = {"seen": held.id, "name": "Demo Nachher", "day": today().isoformat(), "reason": "Wahl", "email": ""}
    wrong = client.post(url, data=form | {"name": "", "reason": "", "email": "kein ding"})
    assert wrong.status_code == 422
    assert "kein ding" in wrong.text
    assert client.post(url, data=form).status_code == 302
    stale = client.post(url, data=form | {"name": "Demo Dritte"})
    assert stale.status_code == 409
    assert "Demo Dritte" in stale.text
    shown = client.get(f"/geschaeftsstelle/sitze/{seat.id}").text
    assert all(words in shown for words in ("Demo Vorher", "Demo Nachher", "Wahl", office.name))
    history = client.get(f"/geschaeftsstelle/sitze?tag={today() - timedelta(days=1)}").text
    assert "Demo Vorher" in history
    assert "Demo Nachher" not in history


def test_the_office_ends_and_ties(client: FlaskClient, db_session: Session, office: Person) -> None:
    membership = make_membership(make_seat())
    base = f"/geschaeftsstelle/sitze/mitgliedschaften/{membership.id}"
    assert client.post(f"{base}/konto", data={"email": "neu@haus.example"}).status_code == 302
    assert membership.person_id is not None
    assert client.post(f"{base}/ende", data={"day": "2019-01-01", "reason": "x"}).status_code == 422
    assert client.post(f"{base}/ende", data={"day": today().isoformat(), "reason": "Rücktritt"}).status_code == 302
    assert membership.valid_to == today()
    assert client.get("/geschaeftsstelle/sitze/999999999").status_code == 404


def test_a_member_names_and_ends_own_deputies_only(client: FlaskClient, db_session: Session) -> None:
    person, foreign = make_person(Role.MEMBER), make_seat()
    seat_id = db_session.scalars(select(Membership.seat_id).where(Membership.person_id == person.id)).one()
    make_deputy(foreign, person)
    sign_in(client, person)
    form = {"name": "Demo Vertretung", "first": today().isoformat(), "last": "", "email": "v@haus.example"}
    assert client.post(f"/konto/stellvertretung/{foreign.id}", data=form).status_code == 404
    earlier = client.post(f"/konto/stellvertretung/{seat_id}", data=form | {"last": "2020-01-01"})
    assert earlier.status_code == 422
    assert client.post(f"/konto/stellvertretung/{seat_id}", data=form).status_code == 302
    deputy = db_session.scalars(select(Deputy).where(Deputy.seat_id == seat_id)).one()
    assert "Demo Vertretung" in client.get("/konto/stellvertretung").text
    source = db_session.scalars(select(SeatChange.source).where(SeatChange.seat_id == seat_id)).one()
    assert source == ChangeSource.MEMBER
    assert client.post(f"/konto/stellvertretung/{deputy.id}/ende").status_code == 302
    assert deputy.valid_to == today()
    assert client.post(f"/konto/stellvertretung/{deputy.id}/ende").status_code == 302, "over already is as good"


def test_a_seat_has_a_handful_of_deputies(client: FlaskClient, db_session: Session, office: Person) -> None:
    seat = make_seat()
    for _ in range(MOST_DEPUTIES):
        make_deputy(seat)
    db_session.commit()
    form = {"name": "Demo Zuviel", "first": today().isoformat()}
    answer = client.post(f"/geschaeftsstelle/sitze/{seat.id}/stellvertretung", data=form)
    assert answer.status_code == 422
    assert "höchstens 5" in answer.text
    assert db_session.scalar(select(func.count()).select_from(Deputy)) == MOST_DEPUTIES


def test_the_public_sees_vacant_seats_always_and_deputies_if_the_body_wants(
    client: FlaskClient, db_session: Session, office: Person
) -> None:
    make_body()
    seat = make_seat()
    make_deputy(seat, name="Demo Vertretung")
    page = client.get("/mitglieder").text
    assert "Derzeit nicht besetzt" in page
    assert "Demo Vertretung" not in page
    assert client.post("/geschaeftsstelle/sitze/oeffentlich", data={"show": "y"}).status_code == 302
    assert "Demo Vertretung" in client.get("/mitglieder").text
    client.post("/geschaeftsstelle/sitze/oeffentlich")
    assert "Demo Vertretung" not in client.get("/mitglieder").text


@pytest.mark.parametrize("address", ["/geschaeftsstelle/sitze", "/mitglieder"])
def test_lists_of_seats_ask_as_often_for_thirty_rows_as_for_one(
    client: FlaskClient, office: Person, address: str
) -> None:
    make_deputy(make_seat(), make_person())
    few = queries_of(client, address)
    for _ in range(29):
        seat = make_seat()
        make_membership(seat, make_person())
        make_deputy(seat, make_person())
    assert len(queries_of(client, address)) == len(few), few


def test_the_list_of_seats_has_pages(client: FlaskClient, office: Person) -> None:
    for _ in range(31):
        make_seat()
    first = client.get("/geschaeftsstelle/sitze").text
    assert first.count("Verein Beispiel") == 30
    following = first.split("nach=")[1].split('"')[0]
    assert client.get(f"/geschaeftsstelle/sitze?nach={following}").text.count("Verein Beispiel") == 1
    assert client.get("/geschaeftsstelle/sitze?nach=Unsinn&tag=gestern").text.count("Verein Beispiel") == 30
