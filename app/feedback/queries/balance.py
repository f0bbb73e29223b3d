"""The balance of voices: how many supports, comments and ideas came from business, science, society, politics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, func, literal, select, type_coerce, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.db import db
from app.feedback.models import Contribution, Support
from app.feedback.states import ContributionState, Kind, SupportState
from app.ideas.models import Idea
from app.ideas.queries.reference import Term, reference_data
from app.ideas.queries.visibility import publicly_listed
from app.region.models import Group

NOT_HEARD = (ContributionState.UNCONFIRMED, ContributionState.WITHDRAWN, ContributionState.DECLINED)


@dataclass(frozen=True, slots=True)
class GroupVoices:
    """What came from one group; every group is there, also with nothing."""

    group: Term
    supports: int = 0
    comments: int = 0
    ideas: int = 0
    general: int = 0

    @property
    def total(self) -> int:
        """All voices of this group."""
        return self.supports + self.comments + self.ideas + self.general


def balance_column(idea_id: int | ColumnElement[int]) -> Any:
    """A column `balance` for a query about one idea: every group with its public voices.

    The names come along, so that a page of an idea needs no query of its own for them.
    """
    supports = _supports().where(Support.idea_id == idea_id).subquery()
    comments = _comments().where(Contribution.idea_id == idea_id).subquery()
    entry = func.json_build_array(
        Group.code,
        Group.name_de,
        Group.name_en,
        func.coalesce(supports.c.voices, 0),
        func.coalesce(comments.c.voices, 0),
    )
    return (
        select(type_coerce(func.json_agg(aggregate_order_by(entry, Group.position)), JSON))
        .select_from(Group)
        .join(supports, supports.c.group_code == Group.code, isouter=True)
        .join(comments, comments.c.group_code == Group.code, isouter=True)
        .scalar_subquery()
        .label("balance")
    )


def read_balance(entries: Sequence[Sequence[Any]]) -> tuple[GroupVoices, ...]:
    """The groups in their order, from that column."""
    return tuple(
        GroupVoices(Term(code, name_de, name_en), supports, comments)
        for code, name_de, name_en, supports, comments in entries
    )


def voices_by_group(now: datetime) -> tuple[GroupVoices, ...]:
    """All voices on public ideas, the ideas themselves and general feedback, by group."""
    open_ideas = select(Idea.id).where(publicly_listed(now))
    ideas = select(literal("ideas"), Idea.group_code, func.count()).where(publicly_listed(now))
    general = select(literal("general"), Contribution.group_code, func.count()).where(
        Contribution.kind == Kind.GENERAL, Contribution.state.not_in(NOT_HEARD)
    )
    parts: list[Select[*tuple[Any, ...]]] = [
        _supports().where(Support.idea_id.in_(open_ideas)),
        _comments().where(Contribution.idea_id.in_(open_ideas)),
        ideas.group_by(Idea.group_code),
        general.group_by(Contribution.group_code),
    ]
    counts: dict[str, dict[str, int]] = {}
    for kind, group_code, number in db.session.execute(union_all(*parts)):
        counts.setdefault(group_code, {})[kind] = number
    return tuple(GroupVoices(group, **counts.get(group.code, {})) for group in reference_data(now).groups)


def _supports() -> Select[*tuple[Any, ...]]:
    return (
        select(literal("supports").label("kind"), Support.group_code, func.count().label("voices"))
        .where(Support.state == SupportState.COUNTED)
        .group_by(Support.group_code)
    )


def _comments() -> Select[*tuple[Any, ...]]:
    return (
        select(literal("comments").label("kind"), Contribution.group_code, func.count().label("voices"))
        .where(Contribution.state == ContributionState.PUBLISHED)
        .group_by(Contribution.group_code)
    )
