"""One-time links: made for one purpose, stored as a hash, gone once used."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.db import db
from app.members.models import LinkPurpose, OneTimeLink, Person
from app.members.tokens import fingerprint, new_token

LIFETIMES = {
    LinkPurpose.BOOTSTRAP: timedelta(days=1),
    LinkPurpose.INVITATION: timedelta(days=14),
    LinkPurpose.SIGN_IN: timedelta(minutes=20),
    LinkPurpose.PASSWORD: timedelta(minutes=20),
}
ADDRESS_CHANGE_LIFETIME = timedelta(days=2)


class SpentLink(ValueError):
    """The link was used, replaced or ran out, or it never existed; nobody learns which."""


def make_link(purpose: LinkPurpose, person_id: int | None, now: datetime) -> str:
    """A fresh token; earlier links of this purpose for the same person stop working."""
    withdraw_links(person_id, purpose)
    token = new_token()
    db.session.add(
        OneTimeLink(
            purpose=purpose,
            person_id=person_id,
            token_hash=fingerprint(token),
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    db.session.flush()
    return token


def owner_of(purpose: LinkPurpose, token: str, now: datetime) -> Person:
    """Whose link this is; the link stays usable, so that a page with a button can be shown.

    Raises SpentLink, also for an account that is locked.
    """
    person = db.session.scalars(
        select(Person)
        .join(OneTimeLink, OneTimeLink.person_id == Person.id)
        .where(
            OneTimeLink.purpose == purpose,
            OneTimeLink.token_hash == fingerprint(token),
            OneTimeLink.expires_at > now,
            Person.locked_at.is_(None),
            Person.ended_at.is_(None),
        )
    ).one_or_none()
    if person is None:
        raise SpentLink
    return person


def use_link(purpose: LinkPurpose, token: str, now: datetime) -> Person:
    """Whose link this is, and the link is gone: of two requests at once only one gets through.

    Raises SpentLink.
    """
    person = owner_of(purpose, token, now)
    _delete(purpose, token, now)
    return person


def bootstrap_is_open(token: str, now: datetime) -> bool:
    """Whether this link may still make the first administrator."""
    return (
        db.session.scalar(
            select(OneTimeLink.id).where(
                OneTimeLink.purpose == LinkPurpose.BOOTSTRAP,
                OneTimeLink.token_hash == fingerprint(token),
                OneTimeLink.expires_at > now,
            )
        )
        is not None
    )


def use_bootstrap(token: str, now: datetime) -> None:
    """Spend the link that makes the first administrator. Raises SpentLink."""
    _delete(LinkPurpose.BOOTSTRAP, token, now)


def withdraw_links(person_id: int | None, purpose: LinkPurpose | None = None) -> None:
    """Make a person's links useless, those of one purpose or all; None stands for the bootstrap's nobody."""
    links = delete(OneTimeLink).where(OneTimeLink.person_id.is_not_distinct_from(person_id))
    db.session.execute(links.where(OneTimeLink.purpose == purpose) if purpose else links)


def _delete(purpose: LinkPurpose, token: str, now: datetime) -> None:
    gone = db.session.execute(
        delete(OneTimeLink)
        .where(
            OneTimeLink.purpose == purpose,
            OneTimeLink.token_hash == fingerprint(token),
            OneTimeLink.expires_at > now,
        )
        .returning(OneTimeLink.id)
    ).scalar()
    if gone is None:
        raise SpentLink
