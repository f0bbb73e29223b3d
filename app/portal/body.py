"""Whose site this is, for the head of every page."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.db import rows
from app.ideas.queries.memory import remembered
from app.region.models import Body
from app.web.shell import BodyName


def body_name() -> BodyName:
    """The convention's names from the reference data; at most half a minute old."""
    return remembered("body", now(), _read)


def _read() -> BodyName:
    found = rows(select(Body.name_de, Body.name_en, Body.project_de, Body.project_en, Body.rules).limit(1))
    if not found:
        return BodyName()
    body = found[0]
    demo = bool(body.rules.get("demo"))
    return BodyName(body.name_de, body.name_en, body.project_de, body.project_en, demo=demo)
