"""The names that ideas are sorted under, all of them in one query and remembered for a short while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import CompoundSelect, Select, literal, null, select, union_all

from app.db import rows
from app.ideas.queries.counts import ideas_in
from app.ideas.queries.memory import remembered
from app.region.models import ActionField, Authority, Goal, Group


@dataclass(frozen=True, slots=True)
class Term:
    """An action field, a goal or a group."""

    code: str
    name_de: str
    name_en: str

    def name(self, language: str) -> str:
        """The name in 'de' or 'en'."""
        return self.name_en if language == "en" else self.name_de


@dataclass(frozen=True, slots=True)
class Place:
    """An authority as the map draws it; `ags` is its official municipality key."""

    ags: str
    code: str
    name_de: str
    name_en: str
    colour: str
    # Public ideas that concern it; one more than COUNTED when there are more.
    ideas: int

    def name(self, language: str) -> str:
        """The name in 'de' or 'en'."""
        return self.name_en if language == "en" else self.name_de


@dataclass(frozen=True)
class Reference:
    """All terms in the order in which people meet them."""

    places: tuple[Place, ...]
    fields: tuple[Term, ...]
    goals: tuple[Term, ...]
    groups: tuple[Term, ...]

    @cached_property
    def place(self) -> dict[str, Place]:
        """Places by their key."""
        return {place.ags: place for place in self.places}

    @cached_property
    def field(self) -> dict[str, Term]:
        """Action fields by their code."""
        return {term.code: term for term in self.fields}

    @cached_property
    def goal(self) -> dict[str, Term]:
        """Goals by their code."""
        return {term.code: term for term in self.goals}

    @cached_property
    def group(self) -> dict[str, Term]:
        """Groups by their code."""
        return {term.code: term for term in self.groups}


def reference_data(now: datetime) -> Reference:
    """Every authority, action field, goal and group; at most half a minute old."""
    return remembered("reference", now, lambda: _read(now))


def _read(now: datetime) -> Reference:
    query: CompoundSelect[*tuple[Any, ...]] = union_all(
        select(
            literal("place").label("kind"),
            Authority.ags.label("key"),
            Authority.code,
            Authority.name_de,
            Authority.name_en,
            Authority.colour,
            Authority.position,
            ideas_in(now).label("ideas"),
        ),
        _terms("field", ActionField),
        _terms("goal", Goal),
        _terms("group", Group),
    ).order_by("kind", "position", "key")
    found = rows(query)

    def terms(kind: str) -> tuple[Term, ...]:
        return tuple(Term(row.key, row.name_de, row.name_en) for row in found if row.kind == kind)

    places = tuple(
        Place(row.key, row.code, row.name_de, row.name_en, row.colour, row.ideas)
        for row in found
        if row.kind == "place"
    )
    return Reference(places, terms("field"), terms("goal"), terms("group"))


def _terms(kind: str, table: type[ActionField | Goal | Group]) -> Select[*tuple[Any, ...]]:
    return select(
        literal(kind), table.code, table.code, table.name_de, table.name_en, null(), table.position, literal(0)
    )
