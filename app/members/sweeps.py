"""Sweeping out what no longer opens anything: sessions, links and address changes that have run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, delete, or_, select

from app.db import db
from app.members.models import AddressChange, OneTimeLink, Session
from app.sweeps import Sweep

Door = type[Session] | type[OneTimeLink] | type[AddressChange]
DOORS: Mapping[str, Door] = {"sessions": Session, "links": OneTimeLink, "address-changes": AddressChange}


def _has_run_out(door: Door, now: datetime) -> ColumnElement[bool]:
    if door is Session:
        idle, absolute = current_app.config["SESSION_IDLE_LIMIT"], current_app.config["SESSION_ABSOLUTE_LIMIT"]
        return or_(Session.seen_at <= now - idle, Session.created_at <= now - absolute)
    return (OneTimeLink.expires_at if door is OneTimeLink else AddressChange.expires_at) <= now


def due(now: datetime) -> Sequence[str]:
    """The kinds of doors of which some have run out."""
    return [
        name
        for name, door in DOORS.items()
        if db.session.scalar(select(select(door).where(_has_run_out(door, now)).exists()))
    ]


def remove(name: str, now: datetime) -> None:
    """Delete all of one kind that have run out; nobody could use them any more, so nobody waits for them."""
    door = DOORS[name]
    db.session.execute(delete(door).where(_has_run_out(door, now)))


SWEEPS = (Sweep("expired-doors", every=timedelta(hours=1), due=due, handle=remove),)
