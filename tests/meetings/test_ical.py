"""Calendar files, read back by parsers that are not ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from app.clock import BERLIN
from app.meetings.ical import Attendee, CalendarEvent, Organizer, cancellation, feed, request

OFFICE = Organizer("Geschäftsstelle", "sitzung@regionalkonvent.example")
MEMBER = Attendee('Jana "JM" Musterfrau', "jana@post.example")
MEETING = CalendarEvent(
    uid="6f1c-4@regionalkonvent.example",
    sequence=2,
    stamped_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    starts_at=datetime(2026, 12, 14, 10, 0, tzinfo=BERLIN),
    ends_at=datetime(2026, 12, 14, 13, 0, tzinfo=BERLIN),
    title="Sitzung; Zwickau, großer Saal",
    place="Landratsamt, Robert-Müller-Straße 4–8, Zwickau",
    text="Tagesordnung:\n1. Begrüßung\n2. Datenraum Maschinenbau",
    url="https://konvent.example/sitzungen/4",
)


def _event(calendar: str) -> Any:
    return icalendar.Calendar.from_ical(calendar).walk("VEVENT")[0]


def test_an_invitation_says_the_same_to_two_parsers() -> None:
    written = request(MEETING, OFFICE, MEMBER)
    ours, theirs = _event(written), vobject.readOne(written).vevent
    assert str(ours["summary"]) == theirs.summary.value == MEETING.title
    assert str(ours["description"]) == theirs.description.value == MEETING.text
    assert ours["dtstart"].dt == MEETING.starts_at == theirs.dtstart.value
    assert ours["sequence"] == 2
    assert ours["attendee"].params["CN"] in ('Jana "JM" Musterfrau', "Jana ^'JM^' Musterfrau")
    assert str(ours["organizer"]) == "mailto:sitzung@regionalkonvent.example"


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 10, 24, 22, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 9, 0, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    ],
)
def test_times_around_the_change_of_clocks_keep_their_moment(start: datetime) -> None:
    written = request(replace(MEETING, starts_at=start, ends_at=start + timedelta(hours=2)), OFFICE, MEMBER)
    by_rule = vobject.readOne(written).vevent.dtstart.value
    assert _event(written)["dtstart"].dt.astimezone(UTC) == start
    assert by_rule.astimezone(UTC) == start


def test_every_line_ends_in_crlf_and_is_at_most_75_octets() -> None:
    written = request(replace(MEETING, title="Ü" * 400), OFFICE, MEMBER)
    assert written.endswith("\r\n")
    assert "\n" not in written.replace("\r\n", "")
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75
    assert str(_event(written)["summary"]) == "Ü" * 400


def test_a_cancellation_keeps_the_uid_and_asks_nothing() -> None:
    written = cancellation(replace(MEETING, sequence=3, cancelled=True), OFFICE, MEMBER)
    event = _event(written)
    assert (str(event["uid"]), event["sequence"], str(event["status"])) == (MEETING.uid, 3, "CANCELLED")
    assert "RSVP" not in written
    assert "VALARM" not in written
    assert "METHOD:CANCEL" in written


def test_a_feed_invites_nobody() -> None:
    written = feed("Sitzungen", [MEETING, replace(MEETING, uid="2@regionalkonvent.example")])
    assert len(icalendar.Calendar.from_ical(written).walk("VEVENT")) == 2
    assert "ATTENDEE" not in written
    assert "mailto:" not in written


@given(st.text(max_size=300))
def test_no_text_breaks_out_of_its_line(hostile: str) -> None:
    event = replace(MEETING, title=hostile, place=hostile, text=hostile)
    written = request(event, replace(OFFICE, name=hostile), replace(MEMBER, name=hostile))
    parsed = icalendar.Calendar.from_ical(written)
    assert [part.name for part in parsed.walk()].count("VEVENT") == 1
    assert len(parsed.walk("VALARM")) == 1
    assert len(written.encode().split(b"\r\n")) == written.count("\r\n") + 1
