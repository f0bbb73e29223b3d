"""Where accepted files lie: under random names in UPLOAD_DIR, written before the commit, gone after a rollback."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import current_app

from app.db import after_commit, on_rollback

_NAME = re.compile(r"[0-9a-f]{48}")


def put(data: bytes) -> str:
    """Write a file to the disk and return its random name; a rollback removes it again."""
    name = secrets.token_hex(24)
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    on_rollback(partial(remove_now, name))
    # Not under the final name before it is whole: a killed process leaves nothing half.
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return name


def path_of(name: str) -> Path:
    """Where a stored file lies. Raises ValueError for what is no name of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of a stored file: {name!r}")
    return _folder() / name[:2] / name


def remove_after_commit(name: str) -> None:
    """Delete a file once the transaction that forgets it has been committed."""
    after_commit(partial(remove_now, name))


def remove_now(name: str) -> None:
    """Delete a file, if it is there."""
    path_of(name).unlink(missing_ok=True)
    path_of(name).with_suffix(".part").unlink(missing_ok=True)


def names_by_folder(before: datetime) -> Iterator[set[str]]:
    """The names of files that were last written before a moment, one folder after the other."""
    for folder in _folder().glob("[0-9a-f][0-9a-f]"):
        names = {path.stem for path in folder.iterdir() if path.stat().st_mtime < before.timestamp()}
        if ours := {name for name in names if _NAME.fullmatch(name)}:
            yield ours


def _folder() -> Path:
    return Path(current_app.config["UPLOAD_DIR"])
