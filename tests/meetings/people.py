"""Seats, members and meetings for tests of invitations, and sweeps that run at a chosen moment."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import vobject
from sqlalchemy import select, update

from app.clock import BERLIN
from app.db import db, transaction
from app.mail.models import StoredLetter
from app.mail.recheck import check
from app.meetings import services
from app.meetings.models import Meeting
from app.meetings.queries.guests import Guest, guests_of
from app.meetings.services.replying import Given, reply
from app.meetings.states import Answer, ReplySource
from app.meetings.sweeps import CHANGES, REMINDERS
from app.members.models import Membership, Seat
from app.sweeps import run
from tests.factories import make_person

TEN = datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN)
LONG_AGO = date(2026, 1, 1)
HOURS = timedelta(hours=3)
OF_HIGHER_FLOORS = ("session_briefing", "meeting_follow_up")


def at(text: str) -> datetime:
    """A moment on Berlin's clocks, in UTC: at("2026-12-13 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def seat_with(number: int, email: str | None, *, voting: bool = True) -> Membership:
    """A seat and its holder, with an account if there is an address."""
    seat = Seat(
        number=number, seat_type="appointed", sector="business", authority_ags=None, organisation=f"Haus {number}",
        role_de="Mitglied", role_en="member", voting=voting,
    )  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    return take_seat(seat.id, f"Mitglied {number}", email, LONG_AGO)


def take_seat(seat_id: int, name: str, email: str | None, since: date) -> Membership:
    """Put somebody on a seat from a day on."""
    person = make_person(email=email, name=name) if email else None
    holder = Membership(
        seat_id=seat_id, person_id=person.id if person else None, title="", name=name, spokesperson=False,
        valid_from=since, valid_to=None,
    )  # fmt: skip
    db.session.add(holder)
    db.session.commit()
    return holder


def plan(starts: datetime = TEN, planned: str = "2026-10-01 12:00") -> Meeting:
    """A meeting in Zwickau."""
    appointment = services.Appointment(starts, starts + HOURS, "14524", "Landratsamt")
    meeting = services.plan_meeting(appointment, now=at(planned), actor_id=None)
    db.session.commit()
    return meeting


def move(meeting: Meeting, starts: datetime, now: str, place: str = "Landratsamt") -> None:
    """Move a meeting at a moment."""
    appointment = services.Appointment(starts, starts + HOURS, "14524", place)
    with transaction():
        services.move_meeting(meeting.id, appointment, reason="Der Saal ist belegt.", now=at(now), actor_id=None)


def answer(meeting: Meeting, number: int, given: Answer | Given, now: str) -> None:
    """Answer for the holder of the seat with this number."""
    guest = guest_at(meeting, number, now)
    what = given if isinstance(given, Given) else Given(given)
    with transaction():
        reply(meeting.id, guest.seat_id, guest.key, what, source=ReplySource.LINK, now=at(now))


def guest_at(meeting: Meeting, number: int, now: str) -> Guest:
    """The guest of the seat with this number who was not named for the meeting alone."""
    seat = db.session.scalars(select(Seat.id).where(Seat.number == number)).one()
    mine = (guest for guest in guests_of([meeting.id], at(now)) if guest.seat_id == seat and not guest.is_named)
    return next(mine)


def sweep(now: str) -> Counter[tuple[str, str]]:
    """Run both sweeps twice at a moment and deliver; who got which kind of letter (without „meeting_“)."""
    for _ in range(2):
        for each in (CHANGES, REMINDERS):
            assert run(each, at(now)).failed == []
    return deliver(now)


def deliver(now: str) -> Counter[tuple[str, str]]:
    """What the mail engine would do at a moment: look again at what waits, and mark it sent or withheld."""
    waiting = db.session.scalars(select(StoredLetter).where(StoredLetter.state == "queued")).all()
    checked = check(waiting, at(now))
    ended = datetime.now(UTC)
    for state, letters in (("sent", checked.cleared), ("cancelled", [letter for letter, _ in checked.withheld])):
        facts = {"state": state, "ended_at": ended, "sent_at": ended if state == "sent" else None}
        db.session.execute(update(StoredLetter).where(StoredLetter.id.in_([x.id for x in letters])).values(**facts))
    db.session.commit()
    # The digests around a meeting hang in the same ladder and have tests of their own.
    told = [letter for letter in checked.cleared if letter.kind not in OF_HIGHER_FLOORS]
    return Counter((letter.recipient.split("@")[0], letter.kind.removeprefix("meeting_")) for letter in told)


def cancel(meeting: Meeting, now: str) -> None:
    """Call a meeting off at a moment."""
    with transaction():
        services.cancel_meeting(meeting.id, reason="Sturm", now=at(now), actor_id=None)


def import_in_order(texts: list[str]) -> list[datetime]:
    """What a calendar holds after these files, by RFC 5546's rules: by UID, the highest SEQUENCE wins."""
    held: dict[str, Any] = {}
    for text in texts:
        calendar = icalendar.Calendar.from_ical(text)
        for event in calendar.walk("VEVENT"):
            entry: Any = event
            before = held.get(entry["uid"])
            if before is None or entry["sequence"] >= before["sequence"]:
                held[entry["uid"]] = entry
            if calendar["method"] == "CANCEL":
                held.pop(entry["uid"])
    return [entry["dtstart"].dt for entry in held.values()]


def import_with_vobject(text: str) -> datetime:
    """The beginning as another implementation reads it, from the file's own VTIMEZONE."""
    moment: datetime = vobject.readOne(text).vevent.dtstart.value
    return moment
