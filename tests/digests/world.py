"""A small world for digests: readers who follow things, and things that happen to ideas."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app import sweeps
from app.db import db
from app.digests.models import Digest, Subscriber
from app.digests.services.following import follow, subscriber_of_address
from app.digests.sweeps import WRITE_DIGESTS
from app.digests.topics import FOLLOWING
from app.ideas.models import Idea
from app.ideas.services.lifecycle import change_state
from app.ideas.states import IdeaState
from app.mail.choices import choose_topic
from app.mail.models import StoredLetter
from app.mail.topics import Rhythm
from app.sweeps import AnySweep
from tests.factories import make_idea

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def reader(address: str, *keys: str, at: datetime, rhythm: Rhythm | None = None, weekday: int = 0) -> int:
    """A mailbox that follows these things, and how often it wants to hear of them."""
    subscriber_id = subscriber_of_address(address, "Kim Leserin", "de", at)
    for key in keys:
        follow(subscriber_id, key, at, confirmed=True)
    if rhythm:
        set_rhythm(address, rhythm, at, weekday)
    return subscriber_id


def set_rhythm(address: str, rhythm: Rhythm, at: datetime, weekday: int = 0) -> None:
    """What the page of notifications does."""
    wanted = rhythm != Rhythm.OFF
    choose_topic(address, FOLLOWING.name, wanted, "link", at, rhythm=str(rhythm) if wanted else None, weekday=weekday)


def published(at: datetime, **facts: object) -> Idea:
    """An idea that becomes public at this moment."""
    return make_idea(IdeaState.ASSESSMENT, published_at=at, state_since=at, **facts)


def decide(idea: Idea, at: datetime) -> None:
    """From the assessment through a meeting to a decision, a minute a step."""
    for minutes, state in enumerate((IdeaState.SCHEDULED, IdeaState.IN_SESSION, IdeaState.ADOPTED)):
        change_state(idea.id, state, now=at + minutes * MINUTE, actor_id=None, reason="")


def sweep(now: datetime, which: AnySweep = WRITE_DIGESTS) -> int:
    """The clock ticks; says how many digests were written, or what else was done."""
    # What has happened is committed, or the sweep would roll it back.
    db.session.commit()
    report = sweeps.run(which, now)
    assert report.failed == []
    return report.done


def digests_of(address: str) -> list[Digest]:
    """What this mailbox was written, in order."""
    return list(
        db.session.scalars(
            select(Digest)
            .join(Subscriber, Subscriber.id == Digest.subscriber_id)
            .where(Subscriber.address == address)
            .order_by(Digest.covered_until)
            .execution_options(populate_existing=True)
        )
    )


def told(address: str) -> list[tuple[str, str]]:
    """Every line this mailbox was written: the subject and the sentence."""
    return [
        (entry["subject"], line["text"])
        for digest in digests_of(address)
        for entry in digest.entries
        for line in entry["lines"]
    ]


def letters_to(address: str) -> list[StoredLetter]:
    """The digests' letters to this mailbox."""
    query = select(StoredLetter).where(StoredLetter.recipient == address, StoredLetter.kind == "digest_following")
    return list(db.session.scalars(query.order_by(StoredLetter.created_at)))
