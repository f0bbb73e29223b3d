"""How many ideas there are, counted only as far as anybody wants to read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import array

from app.db import rows
from app.ideas.models import Idea
from app.ideas.queries.filters import IdeaFilter, conditions
from app.ideas.queries.memory import remembered
from app.ideas.queries.visibility import publicly_listed
from app.region.models import Authority

# „mehr als 1.000 Ideen“: nobody counts further, and the database need not either.
COUNTED = 1000


def count_ideas(wanted: IdeaFilter, now: datetime) -> int:
    """How many ideas fit; one more than COUNTED when there are more."""
    if not wanted.narrows:
        return remembered("count", now, lambda: _count(wanted, now))
    return _count(wanted, now)


def _count(wanted: IdeaFilter, now: datetime) -> int:
    query = select(Idea.id).where(*conditions(wanted, now, by_index=not wanted.newest_only)).limit(COUNTED + 1)
    return int(rows(select(func.count()).select_from(query.subquery()), searching=wanted.narrows)[0][0])


def ideas_in(now: datetime) -> ScalarSelect[int]:
    """As part of a query over authorities: how many public ideas concern each; capped like every count."""
    concerns = Idea.authority_ags.op("@>", return_type=Boolean())(array([Authority.ags]))
    here = select(Idea.id).where(concerns, publicly_listed(now)).limit(COUNTED + 1).correlate(Authority)
    return select(func.count()).select_from(here.subquery()).scalar_subquery()
