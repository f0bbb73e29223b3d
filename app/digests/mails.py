"""Letters of digests: what is new, and the question whether a mailbox really wants to hear of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from app.digests.addressees import To
from app.digests.folding import Entry, Line
from app.digests.queries.backlog import Backlog, Waiting
from app.digests.queries.meeting import DecisionLine, TaskLine
from app.digests.queries.review import Chapter, Review, Told
from app.digests.queries.written import digest_with, entries_of
from app.digests.topics import FOLLOWING as FOLLOWING_TOPIC
from app.digests.topics import MODERATORS_WEEKLY as MODERATORS_WEEKLY_TOPIC
from app.digests.topics import REVIEW
from app.ideas.states import IdeaState
from app.mail import Letter, LetterKind, Posted, Recipient
from app.meetings.queries.invited import of_rung
from app.members.models import Person
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
MONTHLY_REVIEW = LetterKind(
    "monthly_review",
    "digests",
    topic=REVIEW.name,
    expires_after=timedelta(days=14),
    sample={
        "review": Review(
            date(2026, 10, 1),
            Chapter(
                14,
                9,
                (
                    Told("Schichtbus über Kreisgrenzen", f"{_IDEAS}/RK-2026-00042", "assessment"),  # not a text
                    Told("Telemedizin-Stützpunkte", f"{_IDEAS}/RK-2026-00051", "assessment"),  # not a text
                ),
            ),
            Chapter(3, 5, (Told("Wasserstoff-Leitung", f"{_IDEAS}/RK-2026-00012", "adopted"),)),  # not a text
            Chapter(1, 0, (Told("Gründungszentrum", f"{_IDEAS}/RK-2025-00007", "done"),)),  # not a text
        ),
        "url": "https://konvent.example/einblicke",
        "follows_url": "https://konvent.example/verfolgt/ein-muster",
    },
)
MODERATORS_WEEKLY = LetterKind(
    "moderators_weekly",
    "digests",
    topic=MODERATORS_WEEKLY_TOPIC.name,
    expires_after=timedelta(days=4),
    sample={
        "backlog": Backlog(
            (Waiting(IdeaState.SUBMITTED, 4, 1), Waiting(IdeaState.FORMAL_CHECK, 7, 2)), 3, 0, (6, 9), (5, 4)
        ),
        "url": "https://konvent.example/moderation",
    },
)
_MEETING: dict[str, object] = {
    "starts_at": datetime(2026, 12, 14, 9, 0, tzinfo=UTC),
    "host": "Landkreis Zwickau",
    "place": "Landratsamt Zwickau, Großer Saal",
    "url": "https://konvent.example/sitzungen/7",
    "reply_url": "https://konvent.example/antwort/abc",
    "tasks": [TaskLine("Fahrpläne mit den Verkehrsverbünden abstimmen", date(2027, 1, 15), overdue=False)],
    "note": "",
}
# Around a meeting the ladder asks, right before they go, whether they still hold (app.meetings.queries.invited).
SESSION_BRIEFING = LetterKind(
    "session_briefing",
    "digests",
    expires_after=timedelta(days=3),
    still_true=of_rung("session_briefing"),
    sample=_MEETING
    | {
        "due": [(3, "Leitprojekt Schichtbus"), (5, "Grundstücksangelegenheit")],
        "papers": 4,
        "reading_minutes": 35,
        "news": list(_SAMPLE_ENTRIES),
    },
)
FOLLOW_UP = LetterKind(
    "meeting_follow_up",
    "digests",
    expires_after=timedelta(days=7),
    still_true=of_rung("follow_up"),
    sample=_MEETING
    | {
        "decisions": [
            DecisionLine(
                "Leitprojekt Schichtbus", "Der Konvent nimmt die Idee in den Masterplan auf.", True
            ),  # not a text
            DecisionLine("Grundstücksangelegenheit", "", True),
        ],
        "minutes": "draft",
        "next_at": datetime(2027, 1, 18, 9, 0, tzinfo=UTC),
        "note": "Vielen Dank an den Landkreis Zwickau für die Gastfreundschaft.",  # not a text
    },
)
KINDS = (DIGEST_FOLLOWING, FOLLOW_CONFIRM, MONTHLY_REVIEW, MODERATORS_WEEKLY, SESSION_BRIEFING, FOLLOW_UP)


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


def monthly_review(to: To, review: Review) -> Letter:
    """„Was wurde daraus?“: a month in numbers, names and one picture made of table cells."""
    facts = {"review": review, "url": absolute("portal.insights", lang=to.language), "follows_url": mine_url(to)}
    return Letter(MONTHLY_REVIEW, to.recipient, about_month(review.month), facts)


def about_month(month: date) -> str:
    """What the letter about a month is about; each reader gets one."""
    return f"review:{month:%Y-%m}"


def moderators_weekly(person: Person, numbers: Backlog, week: str) -> Letter:
    """How the desk stands at the beginning of a week."""
    to = Recipient(person.email, person.name, person.language or "de", person.id)
    facts = {"backlog": numbers, "url": absolute("moderation.queue")}
    return Letter(MODERATORS_WEEKLY, to, f"person:{person.id}", facts, slot=week)
