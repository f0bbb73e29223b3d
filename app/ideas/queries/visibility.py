"""Which ideas the public may read: the one place that knows, used by list, search, page and counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_

from app.ideas.models import Idea
from app.ideas.states import Visibility


def publicly_readable(now: datetime) -> ColumnElement[bool]:
    """The condition under which an idea is public at `now`: published and not under embargo.

    published_at lies in the future while an embargo lasts, so one indexed comparison enforces both.
    """
    return and_(Idea.visibility == Visibility.PUBLIC, Idea.published_at <= now)


def is_publicly_readable(idea: Idea, now: datetime) -> bool:
    """The same for an idea at hand."""
    return idea.visibility == Visibility.PUBLIC and idea.published_at is not None and idea.published_at <= now
