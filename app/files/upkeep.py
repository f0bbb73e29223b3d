"""Clears the disk of files that no row knows: what a killed process left behind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, current_app

from app.files import store
from app.sweeps import AnySweep, Sweep

# Which of these storage names a room knows; the factory names one for each room that keeps files.
Keeper = Callable[[Collection[str]], Iterable[str]]
_KEY = "file_keepers"
ORPHAN_AFTER = timedelta(days=1)
MOST_ORPHANS = 1000


def register(app: Flask, keepers: Iterable[Keeper]) -> None:
    """Name everybody who knows files; without all of them the sweep would take files for orphans."""
    app.extensions[_KEY] = tuple(keepers)


def orphaned_files(now: datetime) -> list[str]:
    """Files on the disk that nobody knows, older than a day."""
    found: list[str] = []
    for lying in store.names_by_folder(before=now - ORPHAN_AFTER):
        found += sorted(lying - _known(lying))
    return found[:MOST_ORPHANS]


def _remove_orphan(name: str, _now: datetime) -> None:
    if not _known({name}):
        store.remove_now(name)


def _known(names: Collection[str]) -> set[str]:
    keepers = cast("tuple[Keeper, ...]", current_app.extensions[_KEY])
    return {name for keeper in keepers for name in keeper(names)}


REMOVE_ORPHANED_FILES = Sweep("remove-orphaned-files", timedelta(hours=6), orphaned_files, _remove_orphan)
SWEEPS: tuple[AnySweep, ...] = (REMOVE_ORPHANED_FILES,)
