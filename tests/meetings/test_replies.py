"""Answering by the link of a letter and by a calendar, the views of who comes, check-in, the personal calendar."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import transaction
from app.mail.models import StoredLetter
from app.mail.returns import take_in
from app.meetings.links import GuestName, entry_url, reply_token
from app.meetings.models import CheckIn, Meeting, MeetingReply
from app.meetings.services.itip import read_calendar_reply, take_calendar_reply
from app.members.models import Membership, Role
from tests.factories import make_person, sign_in
from tests.meetings.people import TEN, at, cancel, import_in_order, import_with_vobject, move, plan, seat_with, sweep

NOW = at("2026-11-30 09:00")


@pytest.fixture
def ada(db_session: Session) -> Membership:
    """Ada holds a seat."""
    return seat_with(1, "ada@haus.example")


@pytest.fixture
def meeting(ada: Membership) -> Meeting:
    """A meeting in two weeks."""
    return plan()


@pytest.fixture(autouse=True)
def clock() -> object:
    """It is the day of the invitation."""
    with time_machine.travel(NOW, tick=False):
        yield


def link(meeting: Meeting, holder: Membership) -> str:
    """The page of the holder's answer."""
    return f"/antwort/{reply_token(GuestName(meeting.id, holder.seat_id, f'membership:{holder.id}'))}"


def test_a_click_chooses_and_a_button_answers(
    client: FlaskClient, meeting: Meeting, ada: Membership, db_session: Session
) -> None:
    address = link(meeting, ada)
    page = client.get(f"{address}?antwort=video").text
    assert re.search(r'value="video"[^>]*checked|checked[^>]*value="video"', page)
    assert db_session.scalars(select(MeetingReply)).all() == []
    answer = client.post(address, data={"revision": "0", "answer": "video", "note": "Rampe nötig"})
    assert answer.status_code == 303
    reply = db_session.scalars(select(MeetingReply)).one()
    assert (reply.answer, reply.note, reply.guest) == ("video", "Rampe nötig", f"membership:{ada.id}")
    assert "Danke, Ihre Antwort ist angekommen." in client.get(answer.headers["Location"]).text
    client.post(address, data={"revision": "0", "answer": "not_coming"})
    db_session.expire_all()
    assert db_session.scalars(select(MeetingReply)).one().answer == "not_coming"


def test_wrong_input_loses_nothing(client: FlaskClient, meeting: Meeting, ada: Membership) -> None:
    answer = client.post(link(meeting, ada), data={"revision": "0", "answer": "deputy", "deputy_name": "Uwe"})
    assert answer.status_code == 422
    assert "Bitte geben Sie die E-Mail-Adresse der Vertretung an." in answer.text
    assert 'value="Uwe"' in answer.text


def test_a_deputy_answers_by_a_link_of_their_own(
    client: FlaskClient, meeting: Meeting, ada: Membership, db_session: Session
) -> None:
    facts = {"revision": "0", "answer": "deputy", "deputy_name": "Uwe", "deputy_address": "Uwe@amt.example"}
    client.post(link(meeting, ada), data=facts)
    letter = db_session.scalars(select(StoredLetter).where(StoredLetter.kind == "meeting_deputy")).one()
    [token] = set(re.findall(r"/antwort/([\w.-]+)", letter.body_text))
    assert 'value="deputy"' not in client.get(f"/antwort/{token}").text
    client.post(f"/antwort/{token}", data={"revision": "0", "answer": "coming"})
    db_session.expire_all()
    assert db_session.scalars(select(MeetingReply)).one().deputy_answer == "coming"
    client.post(link(meeting, ada), data={"revision": "0", "answer": "coming"})
    assert client.get(f"/antwort/{token}").status_code == 410


def test_a_form_from_before_the_move_is_stale(client: FlaskClient, meeting: Meeting, ada: Membership) -> None:
    move(meeting, TEN + timedelta(days=7), "2026-11-30 08:00")
    answer = client.post(link(meeting, ada), data={"revision": "0", "answer": "coming"})
    assert answer.status_code == 409
    assert "Die Sitzung wurde inzwischen geändert." in answer.text


def test_after_the_meeting_and_with_forged_links(client: FlaskClient, meeting: Meeting, ada: Membership) -> None:
    assert client.get("/antwort/erfunden").status_code == 404
    with time_machine.travel(TEN + timedelta(days=1), tick=False):
        assert "Diese Sitzung ist vorbei." in client.get(link(meeting, ada)).text
        assert client.post(link(meeting, ada), data={"revision": "0", "answer": "coming"}).status_code == 409


def test_the_office_sees_who_comes_and_checks_in(
    client: FlaskClient, meeting: Meeting, ada: Membership, db_session: Session
) -> None:
    seat_with(2, None)
    client.post(link(meeting, ada), data={"revision": "0", "answer": "coming", "note": "Rampe nötig"})
    sign_in(client, make_person(Role.OFFICE), NOW)
    db_session.commit()
    page = client.get(f"/sitzungen/{meeting.id}/teilnahme").text
    assert "Rampe nötig" in page
    assert "ohne Adresse" in page
    assert "Ist da" not in page
    client.post(f"/geschaeftsstelle/sitzungen/{meeting.id}/anwesend/{ada.seat_id}")
    assert db_session.scalars(select(CheckIn.name)).all() == ["Mitglied 1"]
    client.post(f"/geschaeftsstelle/sitzungen/{meeting.id}/doch-nicht-anwesend/{ada.seat_id}")
    assert db_session.scalars(select(CheckIn)).all() == []


def test_the_code_at_the_door_leads_the_office_to_one_button(
    client: FlaskClient, meeting: Meeting, ada: Membership, db_session: Session
) -> None:
    client.post(link(meeting, ada), data={"revision": "0", "answer": "coming"})
    assert "<svg" in client.get(link(meeting, ada)).text.partition('id="einlass"')[2].partition("</section>")[0]
    address = entry_url(GuestName(meeting.id, ada.seat_id, "")).removeprefix("http://konvent.example")
    assert client.get(address).status_code == 302
    sign_in(client, make_person(Role.OFFICE), NOW)
    db_session.commit()
    page = client.get(address).text
    assert "Mitglied 1" in page
    assert f"/anwesend/{ada.seat_id}" in page
    assert client.get("/geschaeftsstelle/einlass/erfunden").status_code == 404


def test_members_read_who_comes_without_notes(client: FlaskClient, meeting: Meeting, ada: Membership) -> None:
    client.post(link(meeting, ada), data={"revision": "0", "answer": "coming", "note": "Rampe nötig"})
    sign_in(client, make_person(Role.MEMBER), NOW)
    page = client.get(f"/sitzungen/{meeting.id}/teilnahme")
    assert page.status_code == 200
    assert "Rampe" not in page.text


def test_the_office_previews_skips_and_takes_up(client: FlaskClient, meeting: Meeting, db_session: Session) -> None:
    sign_in(client, make_person(Role.OFFICE), NOW)
    db_session.commit()
    address = f"/geschaeftsstelle/sitzungen/{meeting.id}/erinnerungen"
    assert "Einladung mit Tagesordnung" in client.get("/geschaeftsstelle/erinnerungen").text
    client.post(f"{address}/day_before", data={"was": "auslassen"})
    assert "ausgelassen" in client.get(address).text
    client.post(f"{address}/day_before", data={"was": "verschieben", "tage": "2", "uhrzeit": "17:30"})
    assert "Samstag, 12. Dezember 2026, 17:30 Uhr" in client.get(address).text
    assert client.post(f"{address}/day_before", data={"was": "verschieben", "tage": "x"}).status_code == 422
    assert client.post(f"{address}/erfunden", data={"was": "auslassen"}).status_code == 409


def test_a_personal_calendar_is_shown_once_and_can_be_revoked(
    client: FlaskClient, meeting: Meeting, ada: Membership, db_session: Session
) -> None:
    person = make_person(email="kim@haus.example")
    ada.person_id = person.id
    sign_in(client, person, NOW)
    db_session.commit()
    page = client.post("/konto/kalender").text
    [path] = re.findall(r"konvent\.example(/kalender/[\w-]+\.ics)", page)
    event: Any
    [event] = icalendar.Calendar.from_ical(client.get(path).text).walk("VEVENT")
    assert event["dtstart"].dt == TEN
    assert path not in client.get("/konto/kalender").text
    client.post("/konto/kalender/beenden")
    assert client.get(path).status_code == 404


def entries(db_session: Session) -> list[str]:
    """The calendar entries that were posted, in order."""
    query = select(StoredLetter.calendar_text).where(StoredLetter.calendar_text.is_not(None))
    return [text for text in db_session.scalars(query.order_by(StoredLetter.created_at)) if text]


def calendar_reply(uid: str, sequence: int, partstat: str) -> bytes:
    """What a calendar sends back, from whatever address."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "irgendwer@fremd.example", "konvent@haus.example", "Zusage"
    mail.set_content("Zusage")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//DE", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{uid}",
        f"SEQUENCE:{sequence}", "DTSTAMP:20261201T090000Z", f"ATTENDEE;CN=Ada;PARTSTAT={partstat}:mailto:ada@haus.exa",
        " mple", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    mail.add_alternative("\r\n".join(lines) + "\r\n", subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


@pytest.mark.usefixtures("committed")
class TestCalendars:
    """What leaves for calendars, and what they send back."""

    @pytest.fixture
    def uid(self, committed: Session) -> str:
        """The UID in Ada's invitation."""
        seat_with(1, "ada@haus.example")
        plan()
        sweep("2026-11-30 09:00")
        event: Any = icalendar.Calendar.from_ical(entries(committed)[0]).walk("VEVENT")[0]
        return str(event["uid"])

    @pytest.mark.parametrize("day", ["2026-10-25", "2026-10-26", "2027-03-28", "2027-03-29"])
    def test_two_parsers_agree_and_the_sequence_leaves_nothing(self, committed: Session, day: str) -> None:
        seat_with(1, "ada@haus.example")
        starts = datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=TEN.tzinfo)
        meeting = plan(starts, planned="2026-09-01 12:00")
        sweep((starts - timedelta(days=14)).strftime("%Y-%m-%d 09:00"))
        later = starts + timedelta(days=1)
        move(meeting, later, (starts - timedelta(days=10)).strftime("%Y-%m-%d 10:00"))
        sweep((starts - timedelta(days=10)).strftime("%Y-%m-%d 10:01"))
        cancel(meeting, (starts - timedelta(days=9)).strftime("%Y-%m-%d 10:00"))
        sweep((starts - timedelta(days=9)).strftime("%Y-%m-%d 10:01"))
        texts = entries(committed)
        assert [import_in_order(texts[:n]) for n in (1, 2, 3)] == [[starts], [later], []]
        assert [import_with_vobject(text) for text in texts[:2]] == [starts, later]

    def test_accepting_in_the_calendar_answers(self, committed: Session, uid: str) -> None:
        with transaction():
            assert take_calendar_reply(calendar_reply(uid, 0, "ACCEPTED"), at("2026-12-01 10:00")) == "reply: coming"
        assert committed.scalars(select(MeetingReply.answer)).all() == ["coming"]
        with transaction():
            assert take_calendar_reply(calendar_reply(uid, 0, "TENTATIVE"), at("2026-12-01 11:00")) == (
                "reply: tentative is no answer"
            )
            assert take_calendar_reply(calendar_reply(uid, 0, "DECLINED"), at("2026-12-01 12:00")) == (
                "reply: not_coming"
            )

    def test_the_return_path_takes_replies(self, committed: Session, uid: str) -> None:
        with transaction():
            assert take_in(calendar_reply(uid, 0, "DECLINED"), at("2026-12-01 10:00")) == "reply: not_coming"
        assert committed.scalars(select(MeetingReply.source)).all() == ["calendar"]

    def test_old_forged_and_broken_replies_answer_nothing(self, committed: Session, uid: str) -> None:
        forged = re.sub(r"\.[0-9a-f]{24}@", "." + "0" * 24 + "@", uid)
        moment = at("2026-12-01 10:00")
        assert take_calendar_reply(calendar_reply(forged, 0, "ACCEPTED"), moment) == "reply: not invited"
        assert take_calendar_reply(calendar_reply(uid, 7, "ACCEPTED"), moment) == "reply: to an older revision"
        assert take_calendar_reply(calendar_reply("x@y", 0, "ACCEPTED"), moment) is None
        assert read_calendar_reply(b"\xff\x00 Content-Type: text/calendar") is None
        assert committed.scalars(select(MeetingReply)).all() == []
