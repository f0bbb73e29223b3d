"""A merge takes all voices along and counts nobody twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feedback.models import Contribution, Support
from app.feedback.queries.threads import discussion_of
from app.feedback.queries.upkeep import ideas_with_wrong_counts
from app.feedback.services import confirm_support, move_voices, return_voices, withdraw_support
from app.ideas.models import Idea
from app.ideas.states import IdeaState
from tests.factories import make_idea
from tests.feedback.helpers import asked_support, counted_support, public_comment, waiting_comment


@pytest.fixture
def pair(db_session: Session) -> tuple[Idea, Idea]:
    return make_idea(IdeaState.ASSESSMENT), make_idea(IdeaState.ASSESSMENT)


def test_who_supports_both_counts_once(db_session: Session, pair: tuple[Idea, Idea], now: datetime) -> None:
    old, new = pair
    for address in ("ada@post.example", "bea@post.example"):
        counted_support(old, address, now)
    for address in ("bea@post.example", "cid@post.example"):
        counted_support(new, address, now)
    move_voices(old.id, new.id, now)
    assert (old.support_count, new.support_count) == (0, 3)
    assert ideas_with_wrong_counts(now) == []


def test_an_unconfirmed_support_of_the_target_takes_over_the_confirmed_one(
    db_session: Session, pair: tuple[Idea, Idea], now: datetime
) -> None:
    old, new = pair
    counted_support(old, "ada@post.example", now)
    asked_support(new, "ada@post.example", now)
    move_voices(old.id, new.id, now)
    assert new.support_count == 1


@pytest.mark.parametrize(("minutes", "counts"), [(5, 1), (-5, 0)])
def test_the_later_word_holds(
    db_session: Session, pair: tuple[Idea, Idea], now: datetime, minutes: int, counts: int
) -> None:
    old, new = pair
    withdraw_support(counted_support(new, "ada@post.example", now).id, now)
    counted_support(old, "ada@post.example", now + timedelta(minutes=minutes))
    move_voices(old.id, new.id, now)
    assert new.support_count == counts


def test_a_link_from_before_the_merge_counts_for_the_target(
    db_session: Session, pair: tuple[Idea, Idea], now: datetime
) -> None:
    old, new = pair
    support = asked_support(old, "ada@post.example", now)
    move_voices(old.id, new.id, now)
    confirm_support(support.id, "society", now)
    assert (old.support_count, new.support_count) == (0, 1)


def test_comments_and_their_answers_move_together(db_session: Session, pair: tuple[Idea, Idea], now: datetime) -> None:
    old, new = pair
    first = public_comment(old, now)
    public_comment(old, now, answers_id=first.id, address="bea@post.example")
    waiting_comment(old, now, address="cid@post.example")
    move_voices(old.id, new.id, now)
    assert (old.comment_count, new.comment_count) == (0, 2)
    assert set(db_session.scalars(select(Contribution.idea_id))) == {new.id}
    thread = discussion_of(new.id).threads[0]
    assert (thread.comment.moved_from, len(thread.answers)) == (old.reference, 1)


def test_a_second_merge_remembers_the_first_idea(db_session: Session, pair: tuple[Idea, Idea], now: datetime) -> None:
    old, new = pair
    last = make_idea(IdeaState.ASSESSMENT)
    counted_support(old, "ada@post.example", now)
    move_voices(old.id, new.id, now)
    move_voices(new.id, last.id, now)
    db_session.expire_all()
    support = db_session.scalars(select(Support)).one()
    assert (support.idea_id, support.moved_from_id, last.support_count) == (last.id, old.id, 1)


def test_an_idea_is_not_merged_into_itself(db_session: Session, pair: tuple[Idea, Idea], now: datetime) -> None:
    with pytest.raises(ValueError, match="itself"):
        move_voices(pair[0].id, pair[0].id, now)


def test_undoing_a_merge_gives_the_voices_back(db_session: Session, pair: tuple[Idea, Idea], now: datetime) -> None:
    old, new = pair
    for address in ("ada@post.example", "bea@post.example", "cid@post.example"):
        counted_support(old, address, now)
    for address in ("bea@post.example", "cid@post.example", "dan@post.example"):
        counted_support(new, address, now)
    first = public_comment(old, now)
    theirs = public_comment(new, now)
    move_voices(old.id, new.id, now)
    public_comment(new, now, answers_id=first.id, address="eva@post.example")
    cid = next(s for s in db_session.scalars(select(Support)) if s.voice.address.startswith("cid"))
    withdraw_support(cid.id, now)
    assert (new.support_count, new.comment_count) == (3, 3)
    return_voices(old.id, now)
    db_session.expire_all()
    # Ada is back, Bea supports both again, Cid has said no since, Dan never was there.
    assert (old.support_count, new.support_count) == (2, 2)
    assert (old.comment_count, new.comment_count) == (2, 1)
    assert theirs.idea_id == new.id
    assert first.moved_from_id is None
    assert ideas_with_wrong_counts(now) == []


def test_what_came_from_a_third_idea_comes_along(db_session: Session, pair: tuple[Idea, Idea], now: datetime) -> None:
    old, new = pair
    last = make_idea(IdeaState.ASSESSMENT)
    counted_support(old, "ada@post.example", now)
    counted_support(new, "bea@post.example", now)
    old.state, old.merged_into_id = IdeaState.MERGED, new.id
    move_voices(old.id, new.id, now)
    move_voices(new.id, last.id, now)
    return_voices(new.id, now)
    db_session.expire_all()
    assert (old.support_count, new.support_count, last.support_count) == (0, 2, 0)
    return_voices(old.id, now)
    db_session.expire_all()
    assert (old.support_count, new.support_count) == (1, 1)
