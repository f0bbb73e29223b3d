"""Which ideas the public may read: the one place that knows, used by list, search, page and counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, literal_column, or_

from app.ideas.models import Idea
from app.ideas.states import IdeaState, Visibility

# A moment, or a place in a statement where the moment is put in when it runs.
Moment = datetime | ColumnElement[datetime]

# Their address goes on to explain what became of them, but nobody looks for them in a list any more.
NO_LONGER_LISTED = frozenset({IdeaState.WITHDRAWN, IdeaState.MERGED})

# Even if they never became public, because somebody else goes on with them.
TOLD_ANYWAY = frozenset({IdeaState.MERGED, IdeaState.REFERRED})


def publicly_readable(now: Moment, idea: type[Idea] = Idea) -> ColumnElement[bool]:
    """The condition under which an idea (or an alias of it) is public at `now`: published, no embargo.

    published_at lies in the future while an embargo lasts, so one indexed comparison enforces both.
    """
    # Written out, not bound: the planner matches it with the partial indexes on public ideas.
    return and_(idea.visibility == literal_column(f"'{Visibility.PUBLIC}'"), idea.published_at <= now)


def publicly_listed(now: Moment) -> ColumnElement[bool]:
    """Publicly readable, and neither withdrawn nor merged: what list, search, counts and suggestions show."""
    gone: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in sorted(NO_LONGER_LISTED)]
    return and_(publicly_readable(now), Idea.state.not_in(gone))


def keeps_its_address(now: Moment) -> ColumnElement[bool]:
    """Publicly readable, or merged or referred without a secret: the address says at least that much.

    Whoever withdraws an idea before it was public leaves no trace; nor does what is confidential or
    under embargo. All of these look like references that were never given out.
    """
    told: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in sorted(TOLD_ANYWAY)]
    open_by_now = or_(Idea.publish_at.is_(None), Idea.publish_at <= now)
    return or_(publicly_readable(now), and_(Idea.state.in_(told), ~Idea.confidential, open_by_now))


def is_publicly_readable(idea: Idea, now: datetime) -> bool:
    """The same for an idea at hand."""
    return idea.visibility == Visibility.PUBLIC and idea.published_at is not None and idea.published_at <= now
