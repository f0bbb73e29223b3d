"""The little that feedback needs to know of an idea, without loading all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from app.db import db
from app.ideas.models import Idea
from app.ideas.queries.visibility import NO_LONGER_LISTED, publicly_listed, publicly_readable


@dataclass(frozen=True, slots=True)
class IdeaName:
    """What letters and forms call an idea."""

    id: int
    reference: str
    title: str
    state: str
    language: str

    @property
    def listens(self) -> bool:
        """Whether an idea that is public takes feedback: not once it is withdrawn or merged."""
        return listens(self.state)


_COLUMNS = select(Idea.id, Idea.reference, Idea.title, Idea.state, Idea.language)


def listens(state: str) -> bool:
    """Whether an idea that is public takes feedback in this state."""
    return state not in NO_LONGER_LISTED


def idea_named(idea_id: int) -> IdeaName:
    """Any submitted idea, for letters to somebody who took part in it. Raises NoResultFound."""
    return _name(db.session.execute(_COLUMNS.where(Idea.id == idea_id)).one())


def idea_for_feedback(reference: str, now: datetime) -> IdeaName | None:
    """The idea behind a reference if the public may read its title; None alike for secret ones and none at all.

    An idea that was merged or passed on before it was public has an address, but no words: not here either.
    Ask `listens` before taking anything in.
    """
    return _one(Idea.reference == reference, publicly_readable(now))


def idea_listening(idea_id: int, now: datetime) -> IdeaName | None:
    """The idea while it is public and takes feedback, else None."""
    return _one(Idea.id == idea_id, publicly_listed(now))


def _one(*conditions: ColumnElement[bool]) -> IdeaName | None:
    row = db.session.execute(_COLUMNS.where(*conditions)).one_or_none()
    return _name(row) if row else None


def _name(row: Any) -> IdeaName:
    return IdeaName(row.id, row.reference or "", row.title, row.state, row.language)
