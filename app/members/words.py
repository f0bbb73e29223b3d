"""Accounts in words: what a role is called, how an account stands, what was done to it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint
from flask_babel import LazyString

from app.i18n import current_language, short_date
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.members.models import AccountEvent, Deputy, Membership, Person, Role, Seat, SeatChange
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
SEAT_CHANGES: dict[str, LazyString] = {
    "seated": _l("Sitz besetzt"),
    "ended": _l("Mitgliedschaft beendet"),
    "tied": _l("Konto zugeordnet"),
    "deputy_named": _l("Stellvertretung benannt"),
    "deputy_ended": _l("Stellvertretung beendet"),
}
SEAT_SOURCES: dict[str, LazyString] = {
    "office": _l("Geschäftsstelle"),
    "member": _l("Mitglied"),
    "roster": _l("Import der Sitzliste"),
}
ENDED = Badge(_l("Beendet"), "neutral", "square")
LOCKED = Badge(_l("Gesperrt"), "danger", "cross")
INVITED = Badge(_l("Eingeladen"), "warning", "ring")
OPEN = Badge(_l("Offen"), "success", "tick")


def add_filters(blueprint: Blueprint) -> None:
    """Let templates say these words."""
    for word in (role_name, account_badge, event_words, seat_name, period_words, seat_change_words):
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


def seat_name(seat: Seat) -> str:
    """A seat as people call it: the role and where it is held."""
    role = seat.role_en if current_language() == "en" else seat.role_de
    known = seat.organisation and seat.organisation in role
    return role if known else ", ".join(filter(None, (role, seat.organisation)))


def period_words(held: Membership | Deputy) -> str:
    """From when until when, the last day included."""
    first = short_date(held.valid_from)
    if held.valid_to is None:
        return str(_("seit %(day)s", day=first))
    if held.valid_to == held.valid_from:
        return str(_("nie angetreten (%(day)s)", day=first))
    last = short_date(held.valid_to - timedelta(days=1))
    return str(_("%(first)s bis %(last)s", first=first, last=last))


def seat_change_words(change: SeatChange) -> str:
    """What was done to a seat, about whom, and from when on it holds."""
    what, name = SEAT_CHANGES[change.verb], change.details.get("name", "")
    return f"{what}: {name}, {_('ab %(day)s', day=short_date(change.on_day))}"
