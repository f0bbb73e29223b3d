"""Seats in the demo: who holds them is real and has no account, so the demo's members are standing deputies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.clock import local
from app.db import db
from app.members.models import ChangeSource, Person
from app.members.queries import seats_on
from app.members.services.seats import Candidate, Decision, name_deputy

REASON = "Demodaten: Diese Person gibt es nicht."


def name_deputies(people: Sequence[int], office: int, now: datetime) -> None:
    """One fictitious deputy for each of the last seats of the roster."""
    today = local(now).date()
    decision = Decision(now, office, ChangeSource.OFFICE, REASON)
    for row, person_id in zip(reversed(seats_on(today)), people, strict=False):
        person = db.session.get_one(Person, person_id)
        name_deputy(row.seat, Candidate(person.name, email=person.email), today, None, decision)
