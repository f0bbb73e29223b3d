"""Whom digests are addressed to."""

from __future__ import annotations

from dataclasses import dataclass

from app.mail import Recipient


@dataclass(frozen=True, slots=True)
class To:
    """A subscriber as letters need them: of an account the account's own address, name and language."""

    subscriber_id: int
    person_id: int | None
    address: str
    name: str
    language: str

    @property
    def recipient(self) -> Recipient:
        """As the post knows them."""
        return Recipient(self.address, self.name, self.language, self.person_id)
