"""Random facts, follows, rhythms, outages, both changes of clocks: everybody is told what they are owed, once."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.digests.models import Follow, Subscriber
from app.digests.services.following import end_follow, follow
from app.feedback.models import Contribution
from app.ideas.models import Idea
from app.ideas.services.lifecycle import change_state
from app.ideas.states import IdeaState
from app.mail.topics import Rhythm
from app.members.models import Role
from tests.digests.oracle import Fact, Oracle, Somebody
from tests.digests.world import digests_of, letters_to, published, reader, set_rhythm, sweep
from tests.factories import make_person
from tests.feedback.helpers import public_comment

SEEDS = range(20)
OFFICE = "amt@haus.example"
READERS = [OFFICE, *(f"leser{number}@post.example" for number in range(4))]
PATH = (IdeaState.SCHEDULED, IdeaState.IN_SESSION, IdeaState.ADOPTED, IdeaState.IN_PROGRESS, IdeaState.DONE)
STEPS = 70


class World:
    """Does things to the house and tells the oracle of each."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = datetime(2026, 10, 12, 5, tzinfo=UTC) if seed % 2 else datetime(2027, 3, 15, 5, tzinfo=UTC)
        self.oracle = Oracle({address: Somebody(address) for address in READERS})
        self.subscribers: dict[str, int] = {}
        self.ideas: list[Idea] = []
        self.office = make_person(Role.OFFICE, email=OFFICE)

    def pass_time(self) -> None:
        # Mostly hours, sometimes the minute after, sometimes an outage of days.
        hours = self.random.choice((0.02, 0.5, 2, 5, 9, 13, 26, 26, 74))
        self.now += timedelta(
            hours=hours, seconds=self.random.randrange(1, 50), microseconds=self.random.randrange(999)
        )

    def publish(self) -> None:
        author = self.random.choice([*READERS, "andere@post.example"])
        idea = published(
            self.now, action_field_code=self.random.choice(("BF", "W")), contact_email=author, title=f"Idee {self.now}"
        )
        self.ideas.append(idea)
        self._fact(idea, "published", {author}, everywhere=True)

    def step(self) -> None:
        idea = self._some_idea()
        if idea is None or idea.state in (IdeaState.DONE, IdeaState.WITHDRAWN):
            return
        if self.random.random() < 0.1 and idea.state in (IdeaState.ASSESSMENT, IdeaState.SCHEDULED):
            change_state(idea.id, IdeaState.WITHDRAWN, now=self.now, actor_id=None)
            self.oracle.withdrawn.add(f"idea:{idea.reference}")
            return
        to = PATH[PATH.index(IdeaState(idea.state)) + 1] if idea.state in PATH else PATH[0]
        by_office = self.random.random() < 0.5
        change_state(idea.id, to, now=self.now, actor_id=self.office.id if by_office else None)
        if to != IdeaState.IN_SESSION:
            knows = {str(idea.contact_email), OFFICE} if by_office else {str(idea.contact_email)}
            self._fact(idea, str(to), knows, everywhere=True)

    def comment(self) -> None:
        idea = self._some_idea()
        if idea is None or idea.state not in (IdeaState.ASSESSMENT, IdeaState.SCHEDULED):
            return
        author = self.random.choice([*READERS, "andere@post.example"])
        written: Contribution = public_comment(idea, self.now, address=author)
        assert written.published_at == self.now
        self._fact(idea, "comment", {author}, everywhere=False)

    def follow(self) -> None:
        person = self._somebody()
        keys = ["everything", "field:BF", "field:W", "authority:14524"]
        key = self.random.choice([*keys, *(f"idea:{idea.reference}" for idea in self.ideas)])
        if person.address not in self.subscribers:
            self.subscribers[person.address] = reader(person.address, key, at=self.now)
            person.told_until = self.now
        else:
            follow(self.subscribers[person.address], key, self.now, confirmed=True)
        person.follows.setdefault(key, self.now)

    def unfollow(self) -> None:
        person = self._somebody()
        if not person.follows:
            return
        key = self.random.choice(sorted(person.follows))
        owner = self.subscribers[person.address]
        number = db.session.scalars(select(Follow.id).where(Follow.subscriber_id == owner, Follow.key == key)).one()
        assert end_follow(number, owner, self.now)
        del person.follows[key]

    def change_rhythm(self) -> None:
        person = self._somebody()
        person.rhythm = self.random.choice(("at_once", "daily", "daily", "weekly", "weekly", "monthly", "off"))
        if person.rhythm != "off":
            person.weekday = self.random.randrange(7)
        set_rhythm(person.address, Rhythm(person.rhythm), self.now, person.weekday)

    def sweep(self) -> None:
        sweep(self.now)
        self.oracle.sweep(self.now)

    def live(self) -> None:
        things = (self.publish, self.step, self.step, self.comment, self.follow, self.follow, self.unfollow)
        for _ in range(STEPS):
            self.random.choice((*things, self.change_rhythm, self.sweep, self.sweep, self.sweep))()
            self.pass_time()
        self.sweep()

    def _fact(self, idea: Idea, what: str, knows: set[str], *, everywhere: bool) -> None:
        keys = {f"idea:{idea.reference}"}
        if everywhere:
            keys |= {"everything", f"field:{idea.action_field_code}", "authority:14524"}
        self.oracle.facts.append(Fact(self.now, f"idea:{idea.reference}", what, frozenset(keys), frozenset(knows)))

    def _some_idea(self) -> Idea | None:
        return self.random.choice(self.ideas) if self.ideas else None

    def _somebody(self) -> Somebody:
        return self.oracle.people[self.random.choice(READERS)]


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_is_told_exactly_what_the_rules_owe_them(db_session: Session, seed: int) -> None:
    world = World(seed)
    world.live()
    told = 0
    for address, person in world.oracle.people.items():
        written = digests_of(address)
        lines = [{(e["subject"], line["text"]) for e in digest.entries for line in e["lines"]} for digest in written]
        assert lines == person.digests, f"seed {seed}, {address}"
        assert len(letters_to(address)) == len(written), "each digest is one letter"
        told += len(written)
    assert db.session.scalars(select(Subscriber)).all()
    assert told, "a world in which nobody is told anything proves nothing"
