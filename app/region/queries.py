"""Reading reference data in the order of the roster."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.region.models import ActionField, Authority, Body, Goal, Group


def body() -> Body | None:
    """The convention, once a roster has been imported."""
    return db.session.scalars(select(Body).order_by(Body.slug).limit(1)).first()


def authorities() -> Sequence[Authority]:
    """The territorial authorities."""
    return db.session.scalars(select(Authority).order_by(Authority.position)).all()


def action_fields() -> Sequence[ActionField]:
    """The fields of action of the master plan."""
    return db.session.scalars(select(ActionField).order_by(ActionField.position)).all()


def goals() -> Sequence[Goal]:
    """The goals of the master plan."""
    return db.session.scalars(select(Goal).order_by(Goal.position)).all()


def groups() -> Sequence[Group]:
    """The parts of society that a voice can come from."""
    return db.session.scalars(select(Group).order_by(Group.position)).all()
