"""Tables of reference data; another regional convention changes these rows and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class Named:
    """Something with a German and an English name."""

    name_de: Mapped[str]
    name_en: Mapped[str]

    def name(self, language: str) -> str:
        """The name in 'de' or 'en'."""
        return self.name_en if language == "en" else self.name_de


class Body(Named, Model):
    """The convention itself."""

    __tablename__ = "body"

    slug: Mapped[str] = mapped_column(primary_key=True)
    project_de: Mapped[str]
    project_en: Mapped[str]
    spokesperson: Mapped[str]
    appointed_on: Mapped[date | None]
    rules: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


class Authority(Named, Model):
    """A territorial authority (Gebietskörperschaft); `ags` is its official municipality key."""

    __tablename__ = "authority"
    __table_args__ = (
        CheckConstraint("colour ~ '^#[0-9A-Fa-f]{6}$'", name="colour"),
        CheckConstraint("ags ~ '^[0-9]{5,8}$'", name="ags"),
    )

    ags: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    seat: Mapped[str]
    colour: Mapped[str]
    head: Mapped[str]
    position: Mapped[int]


class ActionField(Named, Model):
    """A field of action of the master plan (Handlungsfeld)."""

    __tablename__ = "action_field"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class Goal(Named, Model):
    """A goal of the master plan (Ziel)."""

    __tablename__ = "goal"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class Group(Named, Model):
    """A part of society that a voice comes from: business, science, society, politics."""

    __tablename__ = "stakeholder_group"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
