"""Letters about accounts: the way in, and what was changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from app.clock import local
from app.db import db
from app.mail import Letter, LetterKind, Posted, Recipient
from app.members.links import ADDRESS_CHANGE_LIFETIME, LIFETIMES
from app.members.models import Deputy, LinkPurpose, Membership, Person, Seat
from app.members.tokens import fingerprint
from app.web.links import absolute

SAMPLE_LINK = "https://konvent.example/link/ein-muster"


def _account_is_open(letter: Posted) -> str | None:
    person = db.session.get(Person, letter.person_id) if letter.person_id else None
    return None if person and person.is_active else "the account is locked or has ended"


def _still_given(letter: Posted) -> str | None:
    table, _, number = letter.about.partition(":")
    given: Deputy | Membership | None = (
        db.session.get(Deputy, int(number)) if table == "deputy" else db.session.get(Membership, int(number))
    )
    if given is None or given.person_id != letter.person_id:
        return "the seat was given to somebody else"
    over = given.valid_to is not None and given.valid_to <= local(letter.now).date()
    return "the time on the seat is over" if over else _account_is_open(letter)


def _kind(name: str, lifetime: timedelta, **sample: object) -> LetterKind:
    """A kind whose link works for `lifetime`: sent later it would be of no use."""
    return LetterKind(
        name,
        "members",
        expires_after=lifetime,
        still_true=_account_is_open,
        secret=name != "password_changed",
        sample={"url": SAMPLE_LINK, **sample},
    )


INVITATION = _kind("account_invitation", LIFETIMES[LinkPurpose.INVITATION], days=14)
SIGN_IN_LINK = _kind("sign_in_link", LIFETIMES[LinkPurpose.SIGN_IN], minutes=20)
PASSWORD_LINK = _kind("password_link", LIFETIMES[LinkPurpose.PASSWORD], minutes=20)
PASSWORD_CHANGED = _kind("password_changed", timedelta(days=5), at=datetime(2026, 11, 11, 11, 0, tzinfo=UTC))
ADDRESS_CHANGE_OLD = _kind("address_change_old", ADDRESS_CHANGE_LIFETIME, new_email="jana.neu@post.example")
ADDRESS_CHANGE_NEW = _kind("address_change_new", ADDRESS_CHANGE_LIFETIME, new_email="jana.neu@post.example")
SEAT_GIVEN = LetterKind(
    "seat_given",
    "members",
    still_true=_still_given,
    sample={
        "url": SAMPLE_LINK,
        "deputy": True,
        "seat": ("Vorsitz, Verein Beispiel", "Chair, Verein Beispiel"),
        "first": date(2026, 12, 1),
        "last": date(2027, 11, 30),
    },
)

KINDS: tuple[LetterKind, ...] = (
    INVITATION,
    SIGN_IN_LINK,
    PASSWORD_LINK,
    PASSWORD_CHANGED,
    ADDRESS_CHANGE_OLD,
    ADDRESS_CHANGE_NEW,
    SEAT_GIVEN,
)


def invitation(person: Person, token: str) -> Letter:
    """Somebody has opened an account for this person."""
    facts = {"url": absolute("members.join", token=token), "days": LIFETIMES[LinkPurpose.INVITATION].days}
    return _letter(INVITATION, person, token, **facts)


def sign_in_link(person: Person, token: str) -> Letter:
    """Somebody, hopefully this person, asked for a link that signs in."""
    url = absolute("members.enter", token=token)
    return _letter(SIGN_IN_LINK, person, token, url=url, minutes=_minutes(LIFETIMES[LinkPurpose.SIGN_IN]))


def password_link(person: Person, token: str) -> Letter:
    """Somebody, hopefully this person, asked to set a new password."""
    url = absolute("members.new_password", token=token)
    return _letter(PASSWORD_LINK, person, token, url=url, minutes=_minutes(LIFETIMES[LinkPurpose.PASSWORD]))


def password_changed(person: Person, now: datetime) -> Letter:
    """The password is another one; if it was not this person, here is what to do."""
    facts = {"url": absolute("members.forgotten"), "at": now}
    return Letter(PASSWORD_CHANGED, _recipient(person), f"person:{person.id}", facts, slot=now.isoformat())


def address_change_old(person: Person, new_email: str, token: str) -> Letter:
    """To the mailbox so far: may letters go elsewhere from now on?"""
    url = absolute("members.confirm_address", token=token)
    return _letter(ADDRESS_CHANGE_OLD, person, token, url=url, new_email=new_email)


def address_change_new(person: Person, new_email: str, token: str) -> Letter:
    """To the mailbox from now on: is this the right one?"""
    url = absolute("members.confirm_address", token=token)
    facts = {"url": url, "new_email": new_email}
    slot = fingerprint(token).hex()[:16]
    return Letter(ADDRESS_CHANGE_NEW, _recipient(person, new_email), f"person:{person.id}", facts, slot=slot)


def seat_given(person: Person, seat: Seat, given: Membership | Deputy) -> Letter:
    """This person holds a seat from a day on, or stands in for who does."""
    roles = (seat.role_de, seat.role_en)
    facts = {
        "url": absolute("members.my_deputies"),
        "deputy": isinstance(given, Deputy),
        "seat": tuple(", ".join(filter(None, (role, seat.organisation))) for role in roles),
        "first": given.valid_from,
        "last": given.valid_to - timedelta(days=1) if given.valid_to else None,
    }
    return Letter(SEAT_GIVEN, _recipient(person), about=f"{given.__tablename__}:{given.id}", facts=facts)


def _minutes(lifetime: timedelta) -> int:
    return int(lifetime.total_seconds() // 60)


def _letter(kind: LetterKind, person: Person, token: str, **facts: object) -> Letter:
    # Every link is a letter of its own; its fingerprint says so without giving the link away.
    slot = fingerprint(token).hex()[:16]
    return Letter(kind, _recipient(person), about=f"person:{person.id}", facts=facts, slot=slot)


def _recipient(person: Person, address: str | None = None) -> Recipient:
    return Recipient(address or person.email, person.name, person.language or "de", person.id)
