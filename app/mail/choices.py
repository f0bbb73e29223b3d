"""What an address chose about topics of optional mail, and whether its mailbox has confirmed that.

Choices belong to an address, not to an account: people without one choose too, and a complaint names an address
(ADR 0040). A change of an account's address takes them along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.i18n import lazy_gettext as _l
from app.mail.models import TopicChoice
from app.mail.topics import MONDAY, Reader, Rhythm, Topic, topics, topics_for

_NO_WORDS = _l("nicht mehr angeboten")


class Source(StrEnum):
    """Where a choice was made."""

    ACCOUNT = "account"
    LINK = "link"
    CONFIRMATION = "confirmation"
    FORM = "form"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Choice:
    """What holds for an address and a topic, whether chosen or by default.

    `wanted` is what the person said; `gets_it` is whether letters go, and False while a confirmation is `pending`.
    """

    topic: Topic
    wanted: bool
    rhythm: Rhythm
    weekday: int = MONDAY
    pending: bool = False
    chosen: bool = False
    confirmed_at: datetime | None = None
    changed_at: datetime | None = None
    source: str = ""

    @property
    def gets_it(self) -> bool:
        """Whether letters on this topic may go."""
        return self.wanted and not self.pending


def choice_of(reader: Reader, topic: Topic) -> Choice:
    """What holds for this reader and topic now."""
    row = db.session.get(TopicChoice, (reader.address.lower(), topic.name))
    return _choice(topic, row, has_account=reader.person_id is not None)


def choices_of(reader: Reader) -> list[Choice]:
    """What holds for every topic that this reader may choose; one query."""
    rows = select(TopicChoice).where(TopicChoice.address == reader.address.lower())
    by_topic = {row.topic: row for row in db.session.scalars(rows)}
    account = reader.person_id is not None
    return [_choice(topic, by_topic.get(topic.name), account) for topic in topics_for(reader)]


def choose_topic(
    address: str,
    topic: str,
    wanted: bool,
    source: str,
    now: datetime,
    rhythm: str | None = None,
    weekday: int | None = None,
    confirmed: bool = False,
) -> None:
    """Keep what an address said about a topic; saying it twice changes nothing.

    `confirmed`: the mailbox itself has said it, by an account or by the button of a letter; that is kept as the
    proof of consent and survives later changes until the address leaves the topic. A rhythm that is not named stays.
    """
    facts = {"wanted": wanted, "source": source, "changed_at": now}
    if rhythm is not None:
        facts |= {"rhythm": rhythm, "weekday": weekday}
    if confirmed or not wanted:
        facts |= {"confirmed_at": now if wanted else None, "confirmed_by": source if wanted else None}
    db.session.execute(
        insert(TopicChoice)
        .values(address=address.lower(), topic=topic, **facts)
        .on_conflict_do_update(index_elements=["address", "topic"], set_=facts)
        .execution_options(populate_existing=True)
    )


def confirm_topic(address: str, topic: str, now: datetime) -> bool:
    """The mailbox says yes to what was asked for; False when that has been withdrawn since. Twice does no harm."""
    asked = (TopicChoice.address == address.lower()) & (TopicChoice.topic == topic) & TopicChoice.wanted
    facts = {"confirmed_at": now, "confirmed_by": Source.CONFIRMATION}
    db.session.execute(
        update(TopicChoice)
        .where(asked, TopicChoice.confirmed_at.is_(None))
        .values(**facts)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(select(TopicChoice.wanted).where(asked)) is not None


def move_choices(old: str, new: str) -> None:
    """An account's address has changed: its choices go along; a no that the new address had said stays a no."""
    old, new = old.lower(), new.lower()
    if old == new:
        return
    refused = select(TopicChoice.topic).where(TopicChoice.address == new, TopicChoice.wanted.is_(False))
    no = set(db.session.scalars(refused))
    moving = select(TopicChoice.topic).where(TopicChoice.address == old)
    going = [topic for topic in db.session.scalars(moving) if topic not in no]
    db.session.execute(delete(TopicChoice).where(TopicChoice.address == new, TopicChoice.topic.in_(going)))
    moved = (TopicChoice.address == old) & TopicChoice.topic.in_(going)
    db.session.execute(
        update(TopicChoice).where(moved).values(address=new).execution_options(synchronize_session=False)
    )
    db.session.execute(delete(TopicChoice).where(TopicChoice.address == old))


def forget_choices(address: str) -> None:
    """Nothing is left of what an address chose, its no included; for erasure."""
    db.session.execute(delete(TopicChoice).where(TopicChoice.address == address.lower()))


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter as far as consent goes: its topic, to which address, and whether an account is behind it."""

    address: str
    topic: str
    has_account: bool


def choices_for(letters: Iterable[Addressed]) -> Mapping[Addressed, Choice]:
    """What holds for each of these letters, with one query."""
    wanted = {letter: (letter.address.lower(), letter.topic) for letter in letters}
    if not wanted:
        return {}
    key = tuple_(TopicChoice.address, TopicChoice.topic)
    rows = db.session.scalars(select(TopicChoice).where(key.in_(set(wanted.values()))))
    said = {(row.address, row.topic): row for row in rows}
    return {
        letter: _choice(_topic(letter.topic), said.get(pair), letter.has_account) for letter, pair in wanted.items()
    }


def _topic(name: str) -> Topic:
    # A topic that is no longer offered may still have letters under way: they go unless somebody had left it.
    return topics().get(name) or Topic(name, _NO_WORDS, _NO_WORDS, default_on=True, needs_consent=False)


def _choice(topic: Topic, row: TopicChoice | None, has_account: bool) -> Choice:
    if row is None:
        return Choice(topic, topic.default_on, topic.usual_rhythm)
    rhythm = Rhythm(row.rhythm) if row.rhythm in topic.rhythms else topic.usual_rhythm
    # An account's address has proved itself when the account was opened.
    proven = row.confirmed_at is not None or has_account or not topic.needs_consent
    return Choice(
        topic,
        row.wanted,
        rhythm,
        MONDAY if row.weekday is None else row.weekday,
        pending=row.wanted and not proven,
        chosen=True,
        confirmed_at=row.confirmed_at,
        changed_at=row.changed_at,
        source=row.source,
    )
