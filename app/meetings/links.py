"""The addresses and calendar names that belong to one guest of one meeting."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass

from flask import current_app

from app.web.links import InvalidLink, absolute, read, sign

REPLY = "meeting-reply"
ENTRY = "meeting-entry"
_UID = re.compile(r"^([0-9a-f-]{36})\.(\d{1,18})\.([0-9a-f]{24})@")


@dataclass(frozen=True, slots=True)
class GuestName:
    """Which guest a link or a calendar name belongs to; `key` is empty where only its digest is known."""

    meeting_id: int
    seat_id: int
    key: str


def reply_token(name: GuestName) -> str:
    """The token of `/antwort/<token>`: it holds through moves and always opens the meeting as it stands."""
    return sign(REPLY, name.meeting_id, name.seat_id, name.key)


def reply_url(name: GuestName, answer: str = "") -> str:
    """The address of the reply page, with an answer chosen in advance; a button there still has to be pressed."""
    chosen = {"antwort": answer} if answer else {}
    return absolute("meetings.reply_page", token=reply_token(name), **chosen)


def read_reply_token(token: str) -> GuestName:
    """Whose page a token opens. Raises InvalidLink."""
    parts = read(REPLY, token)
    if len(parts) != 3 or not isinstance(parts[2], str):
        raise InvalidLink(REPLY)
    return GuestName(int(parts[0]), int(parts[1]), parts[2])


def entry_url(name: GuestName) -> str:
    """The address in the code that the office scans at the door; it opens nothing for anybody else."""
    return absolute("meetings.entry", token=sign(ENTRY, name.meeting_id, name.seat_id))


def read_entry_token(token: str) -> tuple[int, int]:
    """Meeting and seat of a code at the door. Raises InvalidLink."""
    parts = read(ENTRY, token)
    if len(parts) != 2:
        raise InvalidLink(ENTRY)
    return int(parts[0]), int(parts[1])


def guest_uid(uid: uuid.UUID, seat_id: int, key: str) -> str:
    """The UID of the meeting in one guest's calendar. It never changes, and it proves a reply from there (RFC 5546):
    calendars send it back, and nobody else knows its last part."""
    domain = str(current_app.config["BASE_URL"]).split("://", 1)[-1].split("/", 1)[0]
    return f"{uid}.{seat_id}.{_digest(uid, seat_id, key)}@{domain}"


def read_guest_uid(text: str) -> tuple[uuid.UUID, int, str] | None:
    """Meeting, seat and digest of a UID of ours, None for any other."""
    found = _UID.match(text.strip())
    try:
        return (uuid.UUID(found[1]), int(found[2]), found[3]) if found else None
    except ValueError:
        return None


def is_digest_of(digest: str, uid: uuid.UUID, seat_id: int, key: str) -> bool:
    """Whether the last part of a UID was made for this guest."""
    return hmac.compare_digest(digest, _digest(uid, seat_id, key))


def _digest(uid: uuid.UUID, seat_id: int, key: str) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"calendar:{uid}:{seat_id}:{key}".encode(), hashlib.sha256).hexdigest()[:24]
