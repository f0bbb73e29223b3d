"""Whom we do not write to: addresses that bounce, and who may write to them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.mail.choices import Source, choose_topic
from app.mail.models import Bounce, StoredLetter, Suppression

# So many hard refusals by the mail server within the window suppress an address; a hard bounce does at once.
REFUSALS_THAT_SUPPRESS = 3
SOFT_BOUNCES_THAT_SUPPRESS = 10
WINDOW = timedelta(days=30)
HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"


def suppressed_addresses(addresses: Iterable[str]) -> set[str]:
    """Which of these addresses get no mail at all, lower-cased."""
    wanted = {address.lower() for address in addresses}
    chosen = select(Suppression.address).where(Suppression.address.in_(wanted), Suppression.lifted_at.is_(None))
    return set(db.session.scalars(chosen))


def suppression_of(address: str) -> Suppression | None:
    """Why this address gets no mail, if that is so."""
    held = select(Suppression).where(Suppression.address == address.lower(), Suppression.lifted_at.is_(None))
    return db.session.scalars(held).one_or_none()


def note_bounce(letter: StoredLetter, weight: str, status: str, diagnostic: str, now: datetime) -> bool:
    """Count a refusal, bounce or complaint against the letter's address and act on it; False when it is known."""
    address = letter.recipient.lower()
    new = db.session.execute(
        insert(Bounce)
        .values(letter_id=letter.id, address=address, weight=weight, status=status, diagnostic=diagnostic, at=now)
        .on_conflict_do_nothing()
        .returning(Bounce.id)
    ).scalar_one_or_none()
    if new is None:
        return False
    if weight == COMPLAINT and letter.topic:
        choose_topic(address, letter.topic, wanted=False, source=Source.COMPLAINT, now=now)
    limit = {HARD: REFUSALS_THAT_SUPPRESS, SOFT: SOFT_BOUNCES_THAT_SUPPRESS}.get(weight)
    if limit and _bounces_lately(address, weight, now) >= limit:
        suppress(address, f"{weight}: {status} {diagnostic}", now)
    return True


def suppress(address: str, reason: str, now: datetime) -> None:
    """Write no more to this address until somebody lifts that."""
    db.session.execute(
        insert(Suppression)
        .values(address=address.lower(), reason=reason[:500], created_at=now)
        .on_conflict_do_nothing(index_elements=["address"], index_where=Suppression.lifted_at.is_(None))
    )


def lift_suppression(address: str, actor_id: int, because: str, now: datetime) -> bool:
    """Write to this address again; the reason is kept. Says whether it was suppressed."""
    lifted = db.session.execute(
        update(Suppression)
        .where(Suppression.address == address.lower(), Suppression.lifted_at.is_(None))
        .values(lifted_at=now, lifted_by=actor_id, lifted_because=because)
        .returning(Suppression.id)
    )
    return lifted.first() is not None


def _bounces_lately(address: str, weight: str, now: datetime) -> int:
    lifted = select(func.max(Suppression.lifted_at)).where(Suppression.address == address).scalar_subquery()
    since = func.greatest(now - WINDOW, lifted)
    counted = select(func.count()).where(Bounce.address == address, Bounce.weight == weight, Bounce.at > since)
    return db.session.scalar(counted) or 0
