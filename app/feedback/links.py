"""The signed links of feedback's letters: one to confirm, one to one's own contributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.feedback.models import Contribution, Support, Voice
from app.feedback.queries.upkeep import CONFIRM_WITHIN
from app.feedback.voices import pass_of
from app.web.links import InvalidLink, absolute, read, read_fresh, sign, sign_for_a_while

CONFIRM, SENT = "feedback-confirm", "feedback-sent"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a link is about; `group_code` is what was chosen with an unconfirmed support."""

    kind: Literal["contribution", "support"]
    id: int
    group_code: str = ""


def confirm_url(subject: Subject, language: str) -> str:
    """The page that confirms by a button; it opens for as long as unconfirmed things are kept."""
    token = sign_for_a_while(CONFIRM, subject.kind, subject.id, subject.group_code)
    return absolute("feedback.confirm", token=token, lang=language)


def read_confirmation(token: str) -> Subject:
    """What a link to confirm is about. Raises InvalidLink, also when it is too old."""
    return _subject(read_fresh(CONFIRM, token, int(CONFIRM_WITHIN.total_seconds())))


def sent_token(thing: Contribution | Support) -> str:
    """Leads from a form that was sent to the page that says what comes next."""
    return sign(SENT, "support" if isinstance(thing, Support) else "contribution", thing.id, "")


def read_sent(token: str) -> Subject:
    """What was sent. Raises InvalidLink."""
    return _subject(read(SENT, token))


def mine_url(voice: Voice, language: str) -> str:
    """The page of one voice: all it wrote and supports, to change or take back."""
    return absolute("feedback.mine", token=pass_of(voice), lang=language)


def _subject(parts: list[object]) -> Subject:
    match parts:
        case ["contribution" | "support" as kind, int(number), str(group_code)]:
            return Subject(kind, number, group_code)
        case _:
            raise InvalidLink(CONFIRM)
