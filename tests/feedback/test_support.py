"""Support counts once per person, whoever clicks how often at the same time."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.feedback.models import Contribution, Support
from app.feedback.queries.upkeep import ideas_with_wrong_counts
from app.feedback.services import Draft, approve, confirm, confirm_support, request_support, submit, withdraw_support
from app.feedback.states import Kind
from app.feedback.voices import address_hash
from app.ideas.models import Idea
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from app.members.models import Role
from tests.factories import make_idea, make_person
from tests.feedback.helpers import asked_support, counted_support

AT_ONCE = 8


@pytest.fixture
def idea(db_session: Session) -> Idea:
    return make_idea(IdeaState.ASSESSMENT)


def test_only_confirmed_support_counts(db_session: Session, idea: Idea, now: datetime) -> None:
    support = asked_support(idea, "ada@post.example", now)
    assert idea.support_count == 0
    confirm_support(support.id, "society", now)
    assert idea.support_count == 1


@pytest.mark.parametrize("written", ["ADA@post.example", "ada+idee@post.example", "Ada@POST.example"])
def test_one_mailbox_is_one_person(db_session: Session, idea: Idea, now: datetime, written: str) -> None:
    counted_support(idea, "ada@post.example", now)
    counted_support(idea, written, now)
    assert idea.support_count == 1


def test_different_mailboxes_are_different_people() -> None:
    assert address_hash("ada@post.example") != address_hash("bea@post.example")


def test_withdrawing_and_coming_back(db_session: Session, idea: Idea, now: datetime) -> None:
    support = counted_support(idea, "ada@post.example", now)
    withdraw_support(support.id, now)
    withdraw_support(support.id, now)
    assert (idea.support_count, support.state) == (0, "withdrawn")
    confirm_support(support.id, "business", now)
    assert (idea.support_count, support.group_code) == (1, "business")


def test_a_stranger_with_my_address_changes_nothing(db_session: Session, idea: Idea, now: datetime) -> None:
    counted_support(idea, "ada@post.example", now, "science")
    again = asked_support(idea, "ada@post.example", now, "politics")
    assert (again.state, again.group_code, idea.support_count) == ("counted", "science", 1)
    kinds = db_session.scalars(select(StoredLetter.kind)).all()
    assert kinds.count("support_confirm") == 2


def test_the_same_form_twice_sends_one_letter(db_session: Session, idea: Idea, now: datetime) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        request_support(
            idea.id, key=key, address="ada@post.example", group_code="society", language="de", proven=None, now=now
        )
    assert db_session.scalar(select(func.count()).select_from(StoredLetter)) == 1


def _many(app: Flask, count: int, act: object) -> None:
    def run(number: int) -> None:
        with app.app_context(), transaction():
            act(number)  # type: ignore[operator]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, range(count)))


def test_many_confirm_at_once_and_every_one_counts(app: Flask, committed: Session, now: datetime) -> None:
    idea = make_idea(IdeaState.ASSESSMENT)
    supports = [asked_support(idea, f"p{n}@post.example", now).id for n in range(24)]
    committed.commit()
    _many(app, 24, lambda n: confirm_support(supports[n], "society", now))
    _many(
        app, 24, lambda n: withdraw_support(supports[n], now) if n % 3 == 0 else confirm_support(supports[n], "x", now)
    )
    committed.expire_all()
    assert committed.get_one(Idea, idea.id).support_count == 16
    assert ideas_with_wrong_counts(now) == []


def test_one_form_posted_fifty_times_at_once_counts_once(app: Flask, committed: Session, now: datetime) -> None:
    idea_id = make_idea(IdeaState.ASSESSMENT).id
    committed.commit()
    key = uuid.uuid4()

    def ask(_: int) -> None:
        request_support(
            idea_id, key=key, address="ada@post.example", group_code="society", language="de", proven=None, now=now
        )

    _many(app, 50, ask)
    assert committed.scalar(select(func.count()).select_from(Support)) == 1
    assert committed.scalar(select(func.count()).select_from(StoredLetter)) == 1


def test_one_comment_posted_fifty_times_at_once_is_one(app: Flask, committed: Session, now: datetime) -> None:
    idea_id = make_idea(IdeaState.ASSESSMENT).id
    committed.commit()
    draft = Draft(uuid.uuid4(), Kind.COMMENT, "Ein Gedanke dazu.", "society", "de", "ada@post.example", idea_id=idea_id)
    found: set[int] = set()
    _many(app, 50, lambda _: found.add(submit(draft, proven=None, now=now).id))
    assert len(found) == 1
    assert committed.scalar(select(func.count()).select_from(Contribution)) == 1


def test_comments_published_at_once_are_all_counted(app: Flask, committed: Session, now: datetime) -> None:
    idea, moderator = make_idea(IdeaState.ASSESSMENT), make_person(Role.MODERATOR).id
    idea_id = idea.id
    drafts = [
        Draft(uuid.uuid4(), Kind.COMMENT, "Ein Gedanke.", "society", "de", f"p{n}@post.example", idea_id=idea_id)
        for n in range(12)
    ]
    ids = [confirm(submit(draft, proven=None, now=now).id, now).id for draft in drafts]
    committed.commit()
    _many(app, 12, lambda n: approve(ids[n], actor_id=moderator, seen_revision=2, now=now))
    committed.expire_all()
    assert committed.get_one(Idea, idea_id).comment_count == 12


def test_counts_that_went_wrong_are_found(db_session: Session, idea: Idea, now: datetime) -> None:
    counted_support(idea, "ada@post.example", now)
    assert ideas_with_wrong_counts(now) == []
    idea.support_count = 7
    db.session.flush()
    assert ideas_with_wrong_counts(now) == [idea.id]
