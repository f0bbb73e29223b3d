"""A member's page: the countdown in words, what to read, who stands in, and what other rooms add."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now as clock_now
from app.meetings.countdown import countdown
from app.meetings.member_page import EXTENSION, MemberPage, MemberSlot
from app.meetings.models import Paper
from app.meetings.services import Appointment, plan_meeting
from app.members.models import Membership, Role, Seat
from tests.factories import make_deputy, make_person, sign_in

NOON = datetime(2026, 12, 14, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOON - timedelta(days=28), "in 4 Wochen"),
        (NOON - timedelta(days=12), "in 12 Tagen"),
        (datetime(2026, 12, 12, 23, 30, tzinfo=UTC), "morgen"),
        (datetime(2026, 12, 13, 23, 30, tzinfo=UTC), "heute in etwa 12 Stunden"),
        (NOON - timedelta(minutes=61), "heute in etwa 1 Stunde"),
        (NOON - timedelta(minutes=5), "heute in 5 Minuten"),
        (NOON - timedelta(seconds=5), "heute in 1 Minute"),
        (NOON, "läuft gerade"),
        (NOON + timedelta(hours=3), "ist vorbei"),
    ],
)
def test_the_countdown_speaks_as_people_do(app: Flask, moment: datetime, words: str) -> None:
    with app.test_request_context():
        assert countdown(NOON, NOON + timedelta(hours=3), moment) == words


def test_the_page_says_what_is_next(app: Flask, client: FlaskClient, db_session: Session) -> None:
    person = make_person(Role.MEMBER)
    seat_id = db_session.scalars(select(Membership.seat_id).where(Membership.person_id == person.id)).one()
    begins = clock_now() + timedelta(days=5)
    facts = Appointment(begins, begins + timedelta(hours=3), "14524", "Landratsamt Beispiel")
    meeting = plan_meeting(facts, now=clock_now(), actor_id=None)
    db_session.add(
        Paper(meeting_id=meeting.id, title="Lagebericht", link="https://x.example", words=900, added_at=NOON)
    )
    make_deputy(db_session.get_one(Seat, seat_id), name="Demo Ersatz")
    db_session.flush()
    sign_in(client, person)
    page = client.get("/konto/sitzungen").text
    for words in ("in 5 Tagen", "Landratsamt Beispiel", "Lagebericht", "etwa 5 Min.", "Demo Ersatz", "/konto/post"):
        assert words in page


def test_without_a_meeting_the_page_says_so(client: FlaskClient, db_session: Session) -> None:
    sign_in(client, make_person(Role.MEMBER))
    assert "Noch kein Termin" in client.get("/konto/sitzungen").text


def test_other_rooms_fill_their_slots(app: Flask, client: FlaskClient, db_session: Session) -> None:
    person = make_person(Role.MEMBER)
    seen: list[MemberPage] = []

    def tasks(page: MemberPage) -> Markup:
        seen.append(page)
        return Markup("<section><h2>Meine Aufgaben</h2></section>")

    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = (MemberSlot(tasks), MemberSlot(lambda _: Markup("")))
    try:
        sign_in(client, person)
        assert "Meine Aufgaben" in client.get("/konto/sitzungen").text
    finally:
        app.extensions[EXTENSION] = before
    assert seen[0].person_id == person.id
