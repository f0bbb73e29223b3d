"""A short memory of this process for small answers that many pages need and that may be a little old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar, cast

from flask import current_app

Answer = TypeVar("Answer")
EXTENSION = "ideas.memory"


def remembered(name: str, now: datetime, ask: Callable[[], Answer], times: int = 1) -> Answer:
    """The last answer under this name, or a fresh one when that is `times` SHORT_MEMORY old.

    An answer is never younger than `now` says, so that a test or a sweep may look at another time.
    """
    keep: timedelta = current_app.config["SHORT_MEMORY"] * times
    memory: dict[str, tuple[datetime, object]] = current_app.extensions.setdefault(EXTENSION, {})
    kept = memory.get(name)
    if kept is not None and timedelta(0) <= now - kept[0] < keep:
        return cast("Answer", kept[1])
    answer = ask()
    memory[name] = (now, answer)
    return answer
