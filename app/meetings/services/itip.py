"""Replies that calendars send by mail (iTIP REPLY in iMIP, RFC 5546 and 6047)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy

from sqlalchemy import select

from app.db import db
from app.meetings.links import is_digest_of, read_guest_uid
from app.meetings.models import Meeting
from app.meetings.queries.guests import Guest, guests_of
from app.meetings.services.planning import ForbiddenStep, StaleRevision
from app.meetings.services.replying import Given, NotInvited, reply
from app.meetings.states import Answer, ReplySource

_FOLDED = re.compile(r"\r?\n[ \t]")
_PARTSTAT = re.compile(r"^ATTENDEE\b[^\r\n]*?;PARTSTAT=\"?([A-Z-]+)", re.M | re.I)
# „Vielleicht“ is no answer to count on: the seat stays silent and is reminded.
ANSWERS = {"ACCEPTED": Answer.COMING, "DECLINED": Answer.NOT_COMING}


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """What a calendar sent back: which event, which revision of it, and the attendee's word."""

    uid: str
    sequence: int
    partstat: str


def read_calendar_reply(raw: bytes) -> CalendarReply | None:
    """The reply in a mail, or None for any other mail, however broken it is."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        texts = [_FOLDED.sub("", str(part.get_content())) for part in parts]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return next((found for found in map(_read, texts) if found), None)


def take_calendar_reply(raw: bytes, now: datetime) -> str | None:
    """Take a mail for the answer that it is; None when it is none of ours. Returns a word for the operator.

    The UID is the proof: its last part was made for one guest and is known to that calendar alone. Who the mail says
    it is from is never looked at.
    """
    found = read_calendar_reply(raw)
    name = read_guest_uid(found.uid) if found else None
    if found is None or name is None:
        return None
    meeting = db.session.scalars(select(Meeting).where(Meeting.uid == name[0])).one_or_none()
    guest = _guest(meeting, name[1], name[2], now) if meeting else None
    if meeting is None or guest is None:
        return "reply: not invited"
    if found.partstat not in ANSWERS:
        return f"reply: {found.partstat.lower()} is no answer"
    return _answer(meeting, guest, ANSWERS[found.partstat], found.sequence, now)


def _answer(meeting: Meeting, guest: Guest, answer: Answer, sequence: int, now: datetime) -> str:
    if guest.answer == answer or (guest.answer == Answer.VIDEO and answer == Answer.COMING):
        return "reply: known"
    try:
        reply(
            meeting.id, guest.seat_id, guest.key, Given(answer),
            source=ReplySource.CALENDAR, now=now, seen_revision=sequence,
        )  # fmt: skip
    except StaleRevision:
        return "reply: to an older revision"
    except (ForbiddenStep, NotInvited):
        return "reply: too late"
    return f"reply: {answer}"


def _guest(meeting: Meeting, seat_id: int, digest: str, now: datetime) -> Guest | None:
    mine = (guest for guest in guests_of([meeting.id], now) if guest.seat_id == seat_id)
    return next((guest for guest in mine if is_digest_of(digest, meeting.uid, seat_id, guest.key)), None)


def _read(text: str) -> CalendarReply | None:
    uid, sequence = _value("UID", text), _value("SEQUENCE", text) or "0"
    partstat = _PARTSTAT.search(text)
    if _value("METHOD", text).upper() != "REPLY" or not uid or not partstat or not sequence.isdecimal():
        return None
    return CalendarReply(uid, int(sequence), partstat[1].upper())


def _value(name: str, text: str) -> str:
    found = re.search(rf"^{name}(?:;[^:\r\n]*)?:([^\r\n]*)", text, re.M | re.I)
    return found[1].strip() if found else ""
