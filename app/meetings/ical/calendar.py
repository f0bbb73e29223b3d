"""Puts calendar files together: an invitation, a cancellation, a feed of many meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.meetings.ical.event import Attendee, CalendarEvent, Organizer
from app.meetings.ical.lines import berlin, document, parameter, text, utc

PRODUCT = "-//Konvent//Regionalkonvent//DE"
REFRESH = "PT6H"
# By rule and for ever (the rule in force since 1996), not a list of dates that ends some day.
BERLIN_RULE = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
]


def request(event: CalendarEvent, organizer: Organizer, attendee: Attendee) -> str:
    """An invitation or its update: METHOD:REQUEST (RFC 5546, 3.2.2)."""
    return _scheduled("REQUEST", event, organizer, attendee)


def cancellation(event: CalendarEvent, organizer: Organizer, attendee: Attendee) -> str:
    """The end of an invitation: METHOD:CANCEL (RFC 5546, 3.2.5)."""
    return _scheduled("CANCEL", event, organizer, attendee)


def feed(name: str, events: Iterable[CalendarEvent]) -> str:
    """A calendar to subscribe to: METHOD:PUBLISH, nobody invited (RFC 5546, 3.2.1; RFC 7986)."""
    lines = [
        *_opening("PUBLISH"),
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *BERLIN_RULE,
    ]
    for event in events:
        lines += ["BEGIN:VEVENT", *_facts(event), "END:VEVENT"]
    return document([*lines, "END:VCALENDAR"])


def _scheduled(method: str, event: CalendarEvent, organizer: Organizer, attendee: Attendee) -> str:
    return document(
        [
            *_opening(method),
            *BERLIN_RULE,
            "BEGIN:VEVENT",
            *_facts(event),
            f"ORGANIZER;CN={parameter(organizer.name)}:mailto:{organizer.address}",
            _attendee_line(method, attendee),
            *(_alarm(event) if method == "REQUEST" else []),
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )


def _opening(method: str) -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]


def _facts(event: CalendarEvent) -> list[str]:
    return [
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{utc(event.stamped_at)}",
        f"LAST-MODIFIED:{utc(event.stamped_at)}",
        f"DTSTART;TZID=Europe/Berlin:{berlin(event.starts_at)}",
        f"DTEND;TZID=Europe/Berlin:{berlin(event.ends_at)}",
        f"SUMMARY:{text(event.title)}",
        f"LOCATION:{text(event.place)}",
        f"DESCRIPTION:{text(event.text)}",
        f"URL:{event.url}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        "CLASS:PUBLIC",
    ]


def _attendee_line(method: str, attendee: Attendee) -> str:
    # A CANCEL asks for no reply, and calendars that see RSVP in one offer buttons that lead nowhere.
    asks = ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE" if method == "REQUEST" else ""
    name = parameter(attendee.name)
    return f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT{asks};CN={name}:mailto:{attendee.address}"


def _alarm(event: CalendarEvent) -> list[str]:
    if event.remind_before is None:
        return []
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{text(event.title)}",
        f"TRIGGER:-{_duration(event.remind_before)}",
        "END:VALARM",
    ]


def _duration(span: timedelta) -> str:
    """A DURATION in whole minutes (RFC 5545, 3.3.6)."""
    return f"PT{int(span.total_seconds()) // 60}M"
