"""Letters about circular votes: please vote, you have not yet, this came out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.mail import Letter, LetterKind, Posted, Recipient
from app.proceedings.links import ballot_url
from app.proceedings.models import CircularVote
from app.proceedings.queries.circular import waits_for_ballot
from app.proceedings.states import CircularState
from app.web.links import absolute

_UNTIL = datetime(2026, 12, 18, 22, 59, 59, tzinfo=UTC)
_SAMPLE = {
    "title": "Vertretung im Fachbeirat",  # not a text
    "public": True,
    "until": _UNTIL,
    "url": "https://konvent.example/umlauf/stimme/muster",
}
_WORDING = "Der Konvent entsendet zwei Mitglieder in den Fachbeirat."  # not a text


def _still_asked(posted: Posted) -> str | None:
    """A vote that was cast or has ended needs no letter; the letter's version is the seat's number."""
    return None if _waits(posted) else "voted or over"


def _waits(posted: Posted) -> bool:
    return waits_for_ballot(int(posted.about.rpartition(":")[2]), posted.version)


OPENED = LetterKind(
    "circular_opened", "proceedings", expires_after=timedelta(days=10), still_true=_still_asked,
    sample={**_SAMPLE, "wording": _WORDING},
)  # fmt: skip
REMINDER = LetterKind(
    "circular_reminder", "proceedings", expires_after=timedelta(days=3), still_true=_still_asked, sample=_SAMPLE
)
ENDED = LetterKind(
    "circular_ended",
    "proceedings",
    expires_after=timedelta(days=14),
    sample={
        **_SAMPLE,
        "wording": _WORDING,
        "state": CircularState.ACCEPTED,
        "tally": (11, 2, 1),
        "why": "",
        "url": "https://konvent.example/umlauf/7",
    },
)
KINDS = (OPENED, REMINDER, ENDED)


def circular_opened(vote: CircularVote, seat_id: int, to: Recipient) -> Letter:
    """Asks one seat to vote; the seat's number is the version, so that one person on two seats gets two links."""
    facts = {**_facts(vote, ballot_url(vote.id, seat_id, to.language)), "wording": vote.wording}
    return Letter(OPENED, to, _about(vote), facts, seat_id, f"seat:{seat_id}")


def circular_reminder(vote: CircularVote, seat_id: int, to: Recipient) -> Letter:
    """Asks a silent seat once more."""
    facts = _facts(vote, ballot_url(vote.id, seat_id, to.language))
    return Letter(REMINDER, to, _about(vote), facts, seat_id, f"seat:{seat_id}")


def circular_ended(vote: CircularVote, tally: tuple[int, int, int] | None, to: Recipient) -> Letter:
    """Tells what came out."""
    url = absolute("proceedings.show_circular", circular_id=vote.id, lang=to.language)
    facts = {"wording": vote.wording, "state": CircularState(vote.state), "tally": tally, "why": vote.ended_why}
    return Letter(ENDED, to, _about(vote), {**_facts(vote, url), **facts})


def _facts(vote: CircularVote, url: str) -> dict[str, object]:
    return {"title": vote.title, "public": vote.public, "until": vote.deadline_at, "url": url}


def _about(vote: CircularVote) -> str:
    return f"circular:{vote.id}"
