"""Changing the body's rules: what another convention does differently is data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.db import db
from app.region.models import Body
from app.region.rules import BodyRules


def change_rules(**values: Any) -> None:
    """Store these rules of the body and leave the others. Raises ValueError for a value of the wrong form."""
    body = db.session.scalars(select(Body).order_by(Body.slug).limit(1).with_for_update()).one()
    rules = {**body.rules, **values}
    BodyRules.read(rules)
    body.rules = rules
    db.session.flush()
