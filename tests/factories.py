"""Makes the people and things that tests talk about; everybody in them is fictitious."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.db import db
from app.ideas.models import Idea
from app.ideas.states import IdeaState, Visibility
from app.members.models import Deputy, Membership, Person, PersonRole, Role, Seat, SeatType
from app.members.sessions import open_session
from app.region.models import ActionField, Authority, Body, Goal, Group

THEN = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
_number = itertools.count(1)

AUTHORITIES = (
    ("14511", "C", "Stadt Chemnitz", "City of Chemnitz", "Chemnitz", "#0072B2"),
    (
        "14521",
        "ERZ",
        "Erzgebirgskreis",
        "Erzgebirgskreis",
        "Annaberg-Buchholz",
        "#009E73",
    ),
    ("14522", "FG", "Landkreis Mittelsachsen", "Mittelsachsen", "Freiberg", "#E69F00"),
    ("14523", "V", "Vogtlandkreis", "Vogtlandkreis", "Plauen", "#CC79A7"),
    ("14524", "Z", "Landkreis Zwickau", "District of Zwickau", "Zwickau", "#D55E00"),
)
FIELDS = (("W", "Wirtschaft", "Economy"), ("BF", "Bildung und Fachkräfte", "Education"))
GOALS = (
    ("innovation", "Innovation", "Innovation"),
    ("digital", "Digitalisierung", "Digital"),
)
GROUPS = (
    ("business", "Wirtschaft", "Business"),
    ("science", "Wissenschaft", "Science"),
    ("society", "Gesellschaft", "Society"),
    ("politics", "Politik und Verwaltung", "Politics"),
)


def reference_data(session: Session) -> None:
    """The five authorities and a handful of fields, goals and groups."""
    for position, (ags, code, de, en, seat, colour) in enumerate(AUTHORITIES):
        session.merge(
            Authority(
                ags=ags,
                code=code,
                name_de=de,
                name_en=en,
                seat=seat,
                colour=colour,
                head="Demo Person",
                position=position,
            )
        )
    for table, rows in ((ActionField, FIELDS), (Goal, GOALS), (Group, GROUPS)):
        for position, (code, de, en) in enumerate(rows):
            session.merge(table(code=code, name_de=de, name_en=en, position=position))
    session.flush()


def make_body(**rules: Any) -> Body:
    """The convention with these rules."""
    facts = {"name_de": "Konvent", "name_en": "Convention", "project_de": "", "project_en": "", "spokesperson": ""}
    body = Body(slug="konvent", rules=rules, **facts)
    db.session.add(body)
    db.session.flush()
    return body


def make_person(*roles: Role, **facts: Any) -> Person:
    """An account with these roles; a member holds a seat, as members do."""
    number = next(_number)
    values: dict[str, Any] = {
        "email": f"person{number}@haus.example",
        "name": f"Person {number}",
        "created_at": THEN,
        "granted": [PersonRole(role=role, granted_at=THEN) for role in roles],
    }
    person = Person(**values | facts)
    db.session.add(person)
    db.session.flush()
    if Role.MEMBER in roles:
        make_membership(make_seat(), person)
    return person


def make_seat(**facts: Any) -> Seat:
    """A vacant seat that votes, behind all others."""
    number = next(_number)
    values: dict[str, Any] = {
        "number": 1000 + number,
        "seat_type": SeatType.APPOINTED,
        "sector": "society",
        "authority_ags": None,
        "organisation": f"Verein Beispiel {number}",
        "role_de": "Vorsitz",
        "role_en": "Chair",
        "voting": True,
    }
    seat = Seat(**values | facts)
    db.session.add(seat)
    db.session.flush()
    return seat


def make_membership(seat: Seat, person: Person | None = None, **facts: Any) -> Membership:
    """Somebody on this seat, for long and without end unless said otherwise."""
    values: dict[str, Any] = {
        "seat_id": seat.id,
        "person_id": person.id if person else None,
        "title": "",
        "name": person.name if person else f"Demo Mitglied {next(_number)}",
        "spokesperson": False,
        "valid_from": LONG_AGO,
        "valid_to": None,
    }
    membership = Membership(**values | facts)
    db.session.add(membership)
    db.session.flush()
    return membership


def make_deputy(seat: Seat, person: Person | None = None, **facts: Any) -> Deputy:
    """A standing deputy for this seat, for long and without end unless said otherwise."""
    values: dict[str, Any] = {
        "seat_id": seat.id,
        "person_id": person.id if person else None,
        "name": person.name if person else f"Demo Stellvertretung {next(_number)}",
        "valid_from": LONG_AGO,
        "valid_to": None,
    }
    deputy = Deputy(**values | facts)
    db.session.add(deputy)
    db.session.flush()
    return deputy


def make_idea(state: IdeaState = IdeaState.SUBMITTED, **facts: Any) -> Idea:
    """An idea in a state, complete; public from the assessment on unless said otherwise."""
    number = next(_number)
    internal = {
        IdeaState.DRAFT,
        IdeaState.SUBMITTED,
        IdeaState.FORMAL_CHECK,
        IdeaState.NEEDS_INFO,
        IdeaState.REFERRED,
        IdeaState.INADMISSIBLE,
        IdeaState.MERGED,
        IdeaState.WITHDRAWN,
    }
    public = facts.get("visibility") == Visibility.PUBLIC or (
        "visibility" not in facts and not facts.get("confidential") and state not in internal
    )
    values: dict[str, Any] = {
        "state": state,
        "visibility": Visibility.PUBLIC if public else Visibility.INTERNAL,
        "published_at": THEN if public else None,
        "reference": None if state == IdeaState.DRAFT else f"RK-2026-{number:05d}",
        "title": f"Idee Nummer {number}",
        "body": "Ein Vorschlag, der mehreren Orten nützt.",
        "group_code": "society",
        "action_field_code": "BF",
        "contact_name": "Jana Musterfrau",
        "contact_email": f"jana{number}@post.example",
        "created_at": THEN,
        "updated_at": THEN,
        "submitted_at": None if state == IdeaState.DRAFT else THEN,
        "state_since": THEN,
        "authorities": [db.session.get_one(Authority, "14524")],
        "goals": [db.session.get_one(Goal, "innovation")],
    }
    idea = Idea(**values | facts)
    db.session.add(idea)
    db.session.flush()
    return idea


def sign_in(client: FlaskClient, person: Person, at: datetime | None = None) -> None:
    """Give the client an open session of this person, as the sign-in page does."""
    token = open_session(person, "a test", at or datetime.now(UTC))
    db.session.flush()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
