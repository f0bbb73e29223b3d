"""Who reads at an address: this floor knows addresses only, the factory says who knows accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from app.mail.topics import Reader

_KEY = "mail_readers"


@dataclass(frozen=True, slots=True)
class Readers:
    """`at` an address: the reader with the account behind it, or None without one; `of` an account by its id.

    `names` says who these accounts are, for the audit.
    """

    at: Callable[[str], Reader | None]
    of: Callable[[int], Reader]
    names: Callable[[Iterable[int]], Mapping[int, str]]


def register(app: Flask, readers: Readers) -> None:
    """Name who knows accounts."""
    app.extensions[_KEY] = readers


def reader_at(address: str) -> Reader:
    """Who reads at an address, with an account or without."""
    return _known().at(address) or Reader(address)


def reader_of(person_id: int) -> Reader:
    """The reader behind an account."""
    return _known().of(person_id)


def names_of(person_ids: Iterable[int]) -> Mapping[int, str]:
    """Who these accounts are, in one query."""
    return _known().names(set(person_ids))


def _known() -> Readers:
    return cast("Readers", current_app.extensions[_KEY])
