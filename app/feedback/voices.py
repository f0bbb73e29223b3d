"""The person behind a mail address: who counts as the same one, and the pass that proves it again.

The pass is a signed link and never a cookie: whoever confirmed an address once finds it in every
later letter, and forms that were opened with it need no second confirmation.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.feedback.models import Voice
from app.web.links import InvalidLink, read, sign

PASS = "feedback-pass"  # noqa: S105  the purpose of a signature, no secret


def address_hash(address: str) -> bytes:
    """The same for every way to write one mailbox: case, Unicode form and +tags make no second person."""
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    mailbox, at, domain = plain.rpartition("@")
    return hashlib.sha256(f"{mailbox.split('+', 1)[0]}{at}{domain}".encode()).digest()


def voice_of(address: str, language: str, now: datetime) -> Voice:
    """The voice behind an address, made if it is new. Two requests at once get the same one."""
    hashed = address_hash(address)
    db.session.execute(
        insert(Voice)
        .values(address_hash=hashed, address=address, language=language, created_at=now, pass_version=1)
        .on_conflict_do_nothing(index_elements=["address_hash"])
    )
    return db.session.scalars(select(Voice).where(Voice.address_hash == hashed)).one()


def pass_of(voice: Voice) -> str:
    """The signed pass of a voice, for links in its letters."""
    return sign(PASS, voice.id, voice.pass_version)


def voice_with_pass(token: str | None) -> Voice | None:
    """Whose pass this is; None for a forged, outdated or missing one, and while the address is unconfirmed."""
    try:
        voice_id, version = read(PASS, token or "")
    except (InvalidLink, ValueError):
        return None
    voice = db.session.get(Voice, voice_id)
    return voice if voice and voice.confirmed_at and voice.pass_version == version else None


def masked(address: str) -> str:
    """Enough of an address to recognise one's own: „j•••@post.example“."""
    mailbox, _, domain = address.rpartition("@")
    return f"{mailbox[:1]}•••@{domain}"
