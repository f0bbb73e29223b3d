"""What a letter is before it is posted: plain values that any domain can put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_FOLDED = re.compile(r"\r?\n[ \t]")
_METHOD = re.compile(r"^METHOD:(.+?)\r?$", re.M | re.I)
_ORGANIZER = re.compile(r"^ORGANIZER\b.*?:mailto:(.+?)\r?$", re.M | re.I)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a kind may look at when it is asked, at the last moment, whether a letter is still true."""

    about: str
    version: int
    recipient: str
    person_id: int | None
    posted_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter: where its three templates live and how it is treated.

    `topic` None means transactional (a receipt, a decision on one's own idea); a name means
    optional mail of that topic, which a person may switch off. A letter that is older than
    `expires_after` is not sent any more; after `give_up_after` of refusals for now it has failed.
    `secret`: the letter carries a link that opens an account or a person's data once; its body is never shown again
    to anybody and is forgotten as soon as the letter has ended.
    `still_true` is asked right before sending and answers why not to send, or None; a kind of which many are sent at
    once gives `still_true_many` instead, which answers for a whole batch with few queries, in its order. `sample` holds
    facts for the gallery and the golden files, as the domain's mails.py would pass them.
    """

    name: str
    domain: str
    topic: str | None = None
    expires_after: timedelta = timedelta(days=5)
    give_up_after: timedelta = timedelta(days=3)
    still_true: Callable[[Posted], str | None] | None = None
    still_true_many: Callable[[Sequence[Posted]], Sequence[str | None]] | None = None
    secret: bool = False
    sample: Mapping[str, object] = field(default_factory=dict, hash=False, compare=False)

    def template(self, part: str) -> str:
        """The template of one part: subject.txt, body.txt or body.html."""
        return f"{self.domain}/mails/{self.name}/{part}"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to. `person_id` is set where there is an account."""

    address: str
    name: str
    language: str = "de"
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar entry that travels with a letter (iMIP, RFC 6047), as an alternative and as invite.ics.

    `method` is REQUEST, CANCEL and so on, and must be the METHOD of `text`, the whole iCalendar object. Its ORGANIZER
    must be the address that the letter is from (RFC 6047, 2.3; Outlook shows no buttons otherwise): post() holds
    that. Raises ValueError when the methods differ.
    """

    method: str
    text: str

    def __post_init__(self) -> None:
        found = _METHOD.search(self._unfolded())
        if found is None or found[1].strip() != self.method:
            raise ValueError(f"the calendar's METHOD is not {self.method}")

    def organizers(self) -> set[str]:
        """The addresses of those who invite, lower-cased."""
        return {address.strip().lower() for address in _ORGANIZER.findall(self._unfolded())}

    def _unfolded(self) -> str:
        return _FOLDED.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one recipient. It is posted once per (kind, about, version, recipient, slot)."""

    kind: LetterKind
    recipient: Recipient
    about: str
    facts: Mapping[str, object] = field(default_factory=dict)
    version: int = 1
    slot: str = ""
    calendar: CalendarPart | None = None
