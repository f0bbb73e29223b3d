"""What happens to accounts: opened, invited, joined, given roles, locked, ended; each leaves an event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select

from app.db import db
from app.mail import post
from app.members import mails
from app.members.links import make_link, use_bootstrap, withdraw_links
from app.members.models import AccountEvent, AddressChange, LinkPurpose, Person, PersonRole, Role
from app.members.queries import account_by_address
from app.members.sessions import close_all_sessions

# Whoever changes administrators waits here, so that two of them cannot take each other's role at once.
ADMINISTRATORS_LOCK = 7_202_602


class LastAdministrator(ValueError):
    """Without this account nobody could administer the platform any more."""


class AddressTaken(ValueError):
    """Another account has this address."""


def add_account(
    address: str,
    name: str,
    roles: Iterable[Role],
    now: datetime,
    *,
    language: str = "de",
    password_hash: str | None = None,
    joined_at: datetime | None = None,
) -> Person:
    """Make an account without telling anybody. Raises AddressTaken."""
    if account_by_address(address):
        raise AddressTaken(address)
    person = Person(
        email=address,
        name=name,
        language=language,
        password_hash=password_hash,
        created_at=now,
        joined_at=joined_at,
        granted=[PersonRole(role=role, granted_at=now) for role in sorted(set(roles))],
    )
    db.session.add(person)
    db.session.flush()
    return person


def invite(
    address: str,
    name: str,
    roles: Iterable[Role],
    now: datetime,
    *,
    language: str = "de",
    actor_id: int | None = None,
) -> Person:
    """Open an account, or add the roles to the one that is there; who has not joined yet gets a letter."""
    wanted = set(roles)
    person = account_by_address(address)
    if person is None:
        person = add_account(address, name, wanted, now, language=language)
        note(person, "invited", now, actor_id, roles=sorted(wanted))
    else:
        change_roles(person, {Role(g.role) for g in person.granted} | wanted, now, actor_id)
    invite_again(person, now)
    return person


def send_invitation(person: Person, now: datetime) -> None:
    """Write the invitation, with a fresh link; the earlier link stops working."""
    token = make_link(LinkPurpose.INVITATION, person.id, now)
    post(mails.invitation(person, token), now)


def invite_again(person: Person, now: datetime) -> None:
    """Write once more to somebody who has not joined yet; to nobody else."""
    if person.joined_at is None and person.is_active:
        send_invitation(person, now)


def join(person: Person, name: str, language: str, password_hash: str | None, now: datetime) -> None:
    """The invited person has arrived."""
    person.name, person.language, person.password_hash = name, language, password_hash
    person.joined_at = now
    note(person, "joined", now, person.id)


def make_first_administrator(
    token: str, address: str, name: str, language: str, password_hash: str, now: datetime
) -> Person:
    """Spend the link from the command line on an administrator. Raises SpentLink, AddressTaken."""
    use_bootstrap(token, now)
    person = add_account(
        address, name, {Role.ADMIN}, now, language=language, password_hash=password_hash, joined_at=now
    )
    note(person, "bootstrapped", now, None)
    return person


def change_roles(person: Person, roles: set[Role], now: datetime, actor_id: int | None) -> None:
    """Give exactly these roles; nothing is written where nothing differs. Raises LastAdministrator."""
    held = {Role(g.role) for g in person.granted}
    if roles == held:
        return
    if Role.ADMIN in held - roles:
        keep_an_administrator(person)
    person.granted = [g for g in person.granted if g.role in roles] + [
        PersonRole(role=role, granted_at=now) for role in sorted(roles - held)
    ]
    db.session.flush()
    note(person, "roles_changed", now, actor_id, given=sorted(roles - held), taken=sorted(held - roles))


def lock(person: Person, now: datetime, actor_id: int | None) -> None:
    """Keep the account and its roles, but let nobody in with it. Raises LastAdministrator."""
    if not person.is_active:
        return
    keep_an_administrator(person)
    person.locked_at = now
    _close_every_door(person)
    note(person, "locked", now, actor_id)


def unlock(person: Person, now: datetime, actor_id: int | None) -> None:
    """Let the person in again."""
    if person.locked_at is None or person.ended_at is not None:
        return
    person.locked_at = None
    note(person, "unlocked", now, actor_id)


def end(person: Person, now: datetime, actor_id: int | None) -> None:
    """End the account for good: no roles, no password, and the address is free. Raises LastAdministrator."""
    if person.ended_at is not None:
        return
    keep_an_administrator(person)
    person.ended_at, person.password_hash, person.granted = now, None, []
    _close_every_door(person)
    note(person, "ended", now, actor_id)


def keep_an_administrator(person: Person) -> None:
    """Raise LastAdministrator if nobody but this person administers the platform."""
    if Role.ADMIN not in person.roles:
        return
    db.session.execute(select(func.pg_advisory_xact_lock(ADMINISTRATORS_LOCK)))
    others = db.session.scalar(
        select(func.count())
        .select_from(PersonRole)
        .join(Person, Person.id == PersonRole.person_id)
        .where(
            PersonRole.role == Role.ADMIN,
            Person.id != person.id,
            Person.locked_at.is_(None),
            Person.ended_at.is_(None),
            Person.joined_at.is_not(None),
        )
    )
    if not others:
        raise LastAdministrator


def note(person: Person, verb: str, now: datetime, actor_id: int | None, **details: object) -> None:
    """Write down what was done to an account, for the administrators to read."""
    db.session.add(AccountEvent(person_id=person.id, actor_id=actor_id, verb=verb, details=details, at=now))
    db.session.flush()


def _close_every_door(person: Person) -> None:
    close_all_sessions(person.id)
    withdraw_links(person.id)
    db.session.execute(delete(AddressChange).where(AddressChange.person_id == person.id))
