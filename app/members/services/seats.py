"""Tying accounts to the seats that their owners hold."""

from __future__ import annotations

from datetime import datetime

from app.db import db
from app.members.models import Membership, Person, Role
from app.members.services.accounts import change_roles, note


def tie_to_seat(person: Person, membership_id: int, now: datetime, actor_id: int | None) -> None:
    """This account belongs to who holds the seat, and may do what members may."""
    membership = db.session.get_one(Membership, membership_id, with_for_update=True)
    membership.person_id = person.id
    note(person, "seat_tied", now, actor_id, membership=membership.id, name=membership.full_name)
    change_roles(person, {Role(g.role) for g in person.granted} | {Role.MEMBER}, now, actor_id)
