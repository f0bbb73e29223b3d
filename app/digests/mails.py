"""Letters of digests: what is new, and the question whether a mailbox really wants to hear of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.digests.addressees import To
from app.digests.folding import Entry, Line
from app.digests.queries.written import digest_with, entries_of
from app.digests.topics import FOLLOWING as FOLLOWING_TOPIC
from app.mail import Letter, LetterKind, Posted
from app.news import still_readable
from app.web.links import absolute, sign, sign_for_a_while

DIGEST, CONFIRM, MINE = "digest", "follow-confirm", "follows"
# So many subjects stand in the letter itself; its button leads to all of them.
SHOWN = 10
_THEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_IDEAS = "https://konvent.example/ideen"
_SAMPLE_ENTRIES = (
    Entry(
        "idea:RK-2026-00042",
        "Schichtbus über Kreisgrenzen",
        f"{_IDEAS}/RK-2026-00042",
        90,
        (
            Line("Neuer Stand: Aufgenommen", _THEN, ("idea:RK-2026-00042",)),  # not a text
            Line("3 neue Rückmeldungen", _THEN, ("idea:RK-2026-00042",)),  # not a text
        ),
    ),
    Entry(
        "idea:RK-2026-00051",
        "Telemedizin-Stützpunkte",
        f"{_IDEAS}/RK-2026-00051",
        40,
        (Line("Neu veröffentlicht", _THEN, ("field:OD",)),),  # not a text
    ),
)


def _why_untrue(posted: Posted) -> str | None:
    """Something in it has been hidden since it was written: it is written again without that."""
    digest = digest_with(uuid.UUID(posted.about.partition(":")[2]))
    if digest is None:
        return "the digest has been forgotten"
    subjects = {entry.subject for entry in entries_of(digest)}
    return None if subjects <= still_readable(subjects, posted.now) else "something in it may no longer be read"


DIGEST_FOLLOWING = LetterKind(
    "digest_following",
    "digests",
    topic=FOLLOWING_TOPIC.name,
    expires_after=timedelta(days=3),
    still_true=_why_untrue,
    sample={
        "entries": _SAMPLE_ENTRIES,
        "others": 4,
        "more": 12,
        "url": "https://konvent.example/neuigkeiten/ein-muster",
        "follows_url": "https://konvent.example/verfolgt/ein-muster",
    },
)
FOLLOW_CONFIRM = LetterKind(
    "follow_confirm",
    "digests",
    expires_after=timedelta(days=2),
    sample={"what": "Schichtbus über Kreisgrenzen", "url": "https://konvent.example/verfolgen/bestaetigen/ein-muster"},
)
KINDS = (DIGEST_FOLLOWING, FOLLOW_CONFIRM)


def following(to: To, digest_id: uuid.UUID, entries: Sequence[Entry], version: int = 1) -> Letter:
    """What is new about what somebody follows: the most relevant in the letter, all of it behind the button."""
    facts = {
        "entries": tuple(entries[:SHOWN]),
        "others": sum(len(entry.lines) for entry in entries) - 1,
        "more": max(0, len(entries) - SHOWN),
        "url": absolute("digests.show_digest", token=sign(DIGEST, digest_id.hex), lang=to.language),
        "follows_url": mine_url(to),
    }
    return Letter(DIGEST_FOLLOWING, to.recipient, f"digest:{digest_id}", facts, version)


def follow_confirm(to: To, follow_id: int, what: str, now: datetime) -> Letter:
    """Asks a mailbox whether it wants to hear of something; nothing is sent before it says yes."""
    url = absolute("digests.confirm", token=sign_for_a_while(CONFIRM, follow_id), lang=to.language)
    return Letter(
        FOLLOW_CONFIRM, to.recipient, f"follow:{follow_id}", {"what": what, "url": url}, slot=now.date().isoformat()
    )


def mine_url(to: To) -> str:
    """The page of everything that a mailbox follows, without account."""
    return absolute("digests.mine", token=sign(MINE, to.subscriber_id), lang=to.language)
