"""Signing in: by password or by a link, with the same answer whether or not there is an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.db import db
from app.mail import Letter, post
from app.members import mails
from app.members.links import make_link, use_link
from app.members.models import LinkPurpose, Person
from app.members.passwords import check_password
from app.members.queries import account_by_address

LetterWriter = Callable[[Person, str], Letter]


def person_by_password(address: str, password: str) -> Person | None:
    """The active person whom address and password belong to.

    Exactly one hash is checked whatever the address is, so neither answer nor time tells whether
    there is an account, a password, or a lock. Raises TooManySignIns.
    """
    person = account_by_address(address)
    right, renewed = check_password(password, person.password_hash if person else None)
    if person is None or not right or not person.is_active:
        return None
    if renewed:
        person.password_hash = renewed
    return person


def person_by_link(token: str, now: datetime) -> Person:
    """Spend a link from a letter. Raises SpentLink."""
    person = use_link(LinkPurpose.SIGN_IN, token, now)
    person.joined_at = person.joined_at or now
    return person


def send_sign_in_link(address: str, language: str, now: datetime) -> None:
    """Write a letter with a link that signs in, if the address has an account."""
    _send_link(LinkPurpose.SIGN_IN, mails.sign_in_link, address, language, now)


def send_password_link(address: str, language: str, now: datetime) -> None:
    """Write a letter with a link that sets a new password, if the address has an account."""
    _send_link(LinkPurpose.PASSWORD, mails.password_link, address, language, now)


def _send_link(purpose: LinkPurpose, write: LetterWriter, address: str, language: str, now: datetime) -> None:
    person = account_by_address(address)
    known = person is not None and person.is_active
    stranger = Person(email=address, name="", language=language)
    # A stranger's letter is rendered and inserted too, and then taken back: the same work, the same
    # time, and nobody who has no account gets mail that somebody else asked for.
    with db.session.begin_nested() as attempt:
        token = make_link(purpose, person.id if known and person else None, now)
        post(write(person if known and person else stranger, token), now)
        if not known:
            attempt.rollback()
