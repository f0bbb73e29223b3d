"""What a letter is before it is posted: plain values that any domain can put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter: where its three templates live and how it is treated.

    `topic` None means transactional (a receipt, a decision on one's own idea); a name means
    optional mail of that topic, which a person may switch off. A letter that is older than
    `expires_after` is not sent any more.
    """

    name: str
    domain: str
    topic: str | None = None
    expires_after: timedelta = timedelta(days=5)

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
class Letter:
    """A letter to one recipient. It is posted once per (kind, about, version, recipient, slot)."""

    kind: LetterKind
    recipient: Recipient
    about: str
    facts: Mapping[str, object] = field(default_factory=dict)
    version: int = 1
    slot: str = ""
