"""Loads the demo into an empty house; what is loaded once is left alone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.db import db
from app.demo.ideas import tell_story
from app.demo.meetings import plan_meetings
from app.demo.proceedings import hold_meetings
from app.demo.readers import let_people_follow
from app.demo.seats import name_deputies
from app.demo.voices import raise_voices
from app.members.models import Role
from app.members.passwords import hash_password
from app.members.queries import account_by_address
from app.members.roster import import_roster
from app.members.services.accounts import add_account
from app.region.models import Body

CONTENT = Path(__file__).parents[2] / "content"
ROSTER = CONTENT / "roster" / "regionalkonvent.json"
DEMO = CONTENT / "demo" / "regionalkonvent.json"
PASSWORD_BYTES = 12


@dataclass(frozen=True, slots=True)
class SignIn:
    """A fictitious person and the password that is told once."""

    role: str
    address: str
    password: str


def load_demo(now: datetime) -> list[SignIn]:
    """Load reference data and the demo; returns the sign-ins, or nothing when it was there already."""
    file = _read(DEMO)
    if account_by_address(file["demo_people"][0]["email"]):
        return []
    import_roster(_read(ROSTER), now)
    _mark_as_demo()
    sign_ins, people = _make_people(file, now)
    moderators, office = people[Role.MODERATOR], people[Role.OFFICE][0]
    name_deputies(people[Role.MEMBER], office, now)
    ideas = {
        idea["title"]: tell_story(idea, moderators, office, now)
        for idea in sorted(file["demo_ideas_fictitious"], key=_oldest_first)
    }
    raise_voices(file, ideas, moderators[0], now)
    plan_meetings(file, office, now)
    hold_meetings(file, ideas, office, now)
    db.session.flush()
    let_people_follow(now)
    return sign_ins


def _oldest_first(idea: Mapping[str, Any]) -> int:
    # So that numbers follow dates, and what is merged comes after the idea that takes it in.
    return -int(idea["days_ago"])


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _mark_as_demo() -> None:
    for body in db.session.query(Body):
        body.rules = {**body.rules, "demo": True}


def _make_people(file: Mapping[str, Any], now: datetime) -> tuple[list[SignIn], dict[Role, list[int]]]:
    sign_ins: list[SignIn] = []
    people: dict[Role, list[int]] = {}
    for entry in file["demo_people"]:
        role, password = Role(entry["role"]), secrets.token_urlsafe(PASSWORD_BYTES)
        person = add_account(
            entry["email"], entry["name"], [role], now, password_hash=hash_password(password), joined_at=now
        )
        people.setdefault(role, []).append(person.id)
        sign_ins.append(SignIn(role, entry["email"], password))
    return sign_ins, people
