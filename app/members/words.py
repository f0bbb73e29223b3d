"""Accounts in words: what a role is called, how an account stands, what was done to it."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import LazyString

from app.i18n import lazy_gettext as _l
from app.members.models import AccountEvent, Person, Role
from app.web.pieces import Badge

ROLE_NAMES: dict[str, LazyString] = {
    Role.MEMBER: _l("Mitglied"),
    Role.MODERATOR: _l("Moderation"),
    Role.OFFICE: _l("Geschäftsstelle"),
    Role.ADMIN: _l("Verwaltung"),
}
EVENTS: dict[str, LazyString] = {
    "invited": _l("Eingeladen"),
    "joined": _l("Einladung angenommen"),
    "bootstrapped": _l("Als erstes Konto angelegt"),
    "roles_changed": _l("Rollen geändert"),
    "locked": _l("Gesperrt"),
    "unlocked": _l("Entsperrt"),
    "ended": _l("Beendet"),
    "profile_changed": _l("Name oder Sprache geändert"),
    "password_changed": _l("Passwort geändert"),
    "address_change_asked": _l("Neue Adresse eingetragen"),
    "address_change_stopped": _l("Änderung der Adresse abgebrochen"),
    "address_changed": _l("Adresse geändert"),
    "seat_tied": _l("Sitz zugeordnet"),
}
ENDED = Badge(_l("Beendet"), "neutral", "square")
LOCKED = Badge(_l("Gesperrt"), "danger", "cross")
INVITED = Badge(_l("Eingeladen"), "warning", "ring")
OPEN = Badge(_l("Offen"), "success", "tick")


def add_filters(blueprint: Blueprint) -> None:
    """Let templates say these words."""
    for word in (role_name, account_badge, event_words):
        blueprint.add_app_template_filter(word)


def role_name(role: str) -> str:
    """The role as people call it."""
    return str(ROLE_NAMES[role])


def account_badge(person: Person) -> Badge:
    """How an account stands."""
    if person.ended_at:
        return ENDED
    if person.locked_at:
        return LOCKED
    return OPEN if person.joined_at else INVITED


def event_words(event: AccountEvent) -> str:
    """What was done, with the roles that came and went."""
    given = [f"+ {role_name(role)}" for role in event.details.get("given", [])]
    taken = [f"− {role_name(role)}" for role in event.details.get("taken", [])]
    changes = ", ".join(given + taken) or event.details.get("name", "")
    return f"{EVENTS[event.verb]}: {changes}" if changes else str(EVENTS[event.verb])
