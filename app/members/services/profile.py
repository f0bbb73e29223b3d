"""What people change about their own account: name, language, password, address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, delete, or_, select

from app.db import db
from app.mail import post
from app.mail.choices import move_choices
from app.members import mails
from app.members.links import ADDRESS_CHANGE_LIFETIME, SpentLink, withdraw_links
from app.members.models import AddressChange, Person
from app.members.queries import account_by_address
from app.members.services.accounts import AddressTaken, note
from app.members.sessions import close_all_sessions
from app.members.tokens import fingerprint, new_token


def change_profile(person: Person, name: str, language: str, now: datetime) -> None:
    """Name and language; nothing is written where nothing differs."""
    if (person.name, person.language) != (name, language):
        person.name, person.language = name, language
        note(person, "profile_changed", now, person.id)


def set_password(person: Person, password_hash: str, now: datetime, keep: str | None) -> None:
    """A new password: links that are out and all sessions but `keep` end, and the owner is told."""
    person.password_hash = password_hash
    # Whoever has shown by a link that the mailbox is theirs has arrived, however they came.
    person.joined_at = person.joined_at or now
    withdraw_links(person.id)
    close_all_sessions(person.id, but=keep)
    note(person, "password_changed", now, person.id)
    post(mails.password_changed(person, now), now)


def start_address_change(person: Person, new_email: str, now: datetime) -> None:
    """Ask both mailboxes; an earlier request that is still open ends.

    If another account has the new address, only the old mailbox is asked, and the change never
    completes: nobody finds out by this form who has an account.
    """
    db.session.execute(delete(AddressChange).where(AddressChange.person_id == person.id))
    token_for_old, token_for_new = new_token(), new_token()
    db.session.add(
        AddressChange(
            person_id=person.id,
            new_email=new_email,
            old_token_hash=fingerprint(token_for_old),
            new_token_hash=fingerprint(token_for_new),
            created_at=now,
            expires_at=now + ADDRESS_CHANGE_LIFETIME,
        )
    )
    note(person, "address_change_asked", now, person.id)
    post(mails.address_change_old(person, new_email, token_for_old), now)
    if account_by_address(new_email) is None:
        post(mails.address_change_new(person, new_email, token_for_new), now)


def address_change_by(token: str, now: datetime) -> tuple[AddressChange, bool]:
    """The open change that a link belongs to, and whether it is the new mailbox's link. Raises SpentLink."""
    return _found(db.session.scalars(_by_token(token, now)).one_or_none(), token)


def _by_token(token: str, now: datetime) -> Select[AddressChange]:
    mark = fingerprint(token)
    belongs = or_(AddressChange.old_token_hash == mark, AddressChange.new_token_hash == mark)
    return select(AddressChange).where(belongs, AddressChange.expires_at > now)


def _found(change: AddressChange | None, token: str) -> tuple[AddressChange, bool]:
    if change is None:
        raise SpentLink
    return change, change.new_token_hash == fingerprint(token)


def confirm_address(token: str, now: datetime) -> bool:
    """One mailbox says yes; True once both have and the address has changed. Raises SpentLink, AddressTaken."""
    # Locked, so that two mailboxes that agree at the same moment do not miss each other.
    locked = db.session.scalars(_by_token(token, now).with_for_update()).one_or_none()
    change, is_new = _found(locked, token)
    if is_new:
        change.new_confirmed_at = change.new_confirmed_at or now
    else:
        change.old_confirmed_at = change.old_confirmed_at or now
    if not (change.new_confirmed_at and change.old_confirmed_at):
        return False
    _take_effect(change, now)
    return True


def stop_address_change(person: Person, now: datetime) -> None:
    """The person has thought better of it."""
    gone = db.session.execute(delete(AddressChange).where(AddressChange.person_id == person.id))
    if gone.rowcount:  # type: ignore[attr-defined]
        note(person, "address_change_stopped", now, person.id)


def _take_effect(change: AddressChange, now: datetime) -> None:
    person = db.session.get_one(Person, change.person_id)
    if account_by_address(change.new_email) is not None:
        raise AddressTaken(change.new_email)
    move_choices(person.email, change.new_email)
    person.email = change.new_email
    withdraw_links(person.id)
    db.session.delete(change)
    note(person, "address_changed", now, person.id)
