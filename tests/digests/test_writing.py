"""Digests are written when they are due, once, about everything that is owed and about nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BERLIN
from app.db import db
from app.digests.models import DigestTally, Follow
from app.digests.services.following import end_follow, save_search
from app.digests.sweeps import FOLLOW_BY_RIGHT, FORGET_DIGESTS, REWRITE_DIGESTS
from app.ideas.queries.filters import IdeaFilter
from app.ideas.services.lifecycle import change_state
from app.ideas.states import IdeaState, Visibility
from app.mail import recheck
from app.mail.states import LetterState, Reason
from app.mail.topics import Rhythm
from tests.digests.world import DAY, MINUTE, decide, digests_of, letters_to, published, reader, set_rhythm, sweep, told
from tests.factories import make_idea
from tests.feedback.helpers import public_comment

KIM = "kim@post.example"
MONDAY = datetime(2026, 11, 9, 7, 0, tzinfo=BERLIN).astimezone(UTC)
AFTER = 3 * MINUTE


def test_a_weekly_digest_covers_the_week_and_comes_once(db_session: Session) -> None:
    reader(KIM, "field:BF", at=MONDAY - 6 * DAY)
    idea = published(MONDAY - 2 * DAY)
    assert sweep(MONDAY - MINUTE) == 0
    assert sweep(MONDAY + AFTER) == 1
    assert sweep(MONDAY + AFTER + MINUTE) == 0
    assert told(KIM) == [(f"idea:{idea.reference}", "Neu veröffentlicht")]
    [letter] = letters_to(KIM)
    assert letter.subject == f"Neu veröffentlicht – {idea.title}"
    assert letter.topic == "following"
    assert letter.unsubscribe_url


def test_it_is_never_empty(db_session: Session) -> None:
    reader(KIM, "field:BF", at=MONDAY - 6 * DAY)
    published(MONDAY - 2 * DAY, action_field_code="W")
    assert sweep(MONDAY + AFTER) == 0
    assert digests_of(KIM) == []
    skipped = db.session.scalars(select(DigestTally)).one()
    assert (skipped.outcome, skipped.number) == ("nothing_new", 1)


def test_missed_weeks_are_told_in_one_digest(db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - 6 * DAY)
    ideas = [published(MONDAY - 2 * DAY + week * 7 * DAY) for week in range(4)]
    assert sweep(MONDAY + 24 * DAY) == 1
    assert {subject for subject, _ in told(KIM)} == {f"idea:{idea.reference}" for idea in ideas}


def test_who_changes_from_at_once_to_weekly_misses_nothing_and_hears_nothing_twice(db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - 6 * DAY, rhythm=Rhythm.AT_ONCE)
    first = published(MONDAY + 60 * MINUTE)
    assert sweep(MONDAY + 63 * MINUTE) == 1
    second = published(MONDAY + 90 * MINUTE)
    set_rhythm(KIM, Rhythm.WEEKLY, MONDAY + 91 * MINUTE)
    assert sweep(MONDAY + 95 * MINUTE) == 0
    assert sweep(MONDAY + 7 * DAY + AFTER) == 1
    assert [subject for subject, _ in told(KIM)] == [f"idea:{first.reference}", f"idea:{second.reference}"]


def test_at_once_rests_at_night(db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - DAY, rhythm=Rhythm.AT_ONCE)
    published(MONDAY + timedelta(hours=15))
    assert sweep(MONDAY + timedelta(hours=16)) == 0
    assert sweep(MONDAY + timedelta(hours=24) + AFTER) == 1


def test_a_commit_that_comes_late_is_not_lost(db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - DAY, rhythm=Rhythm.DAILY)
    assert sweep(MONDAY + MINUTE) == 0, "the slot has not settled"
    idea = published(MONDAY - timedelta(seconds=5))
    assert sweep(MONDAY + AFTER) == 1
    assert told(KIM) == [(f"idea:{idea.reference}", "Neu veröffentlicht")]


def test_steps_fold_to_the_final_one_and_comments_to_their_number(db_session: Session) -> None:
    idea = published(MONDAY - 20 * DAY)
    reader(KIM, f"idea:{idea.reference}", at=MONDAY - 6 * DAY)
    decide(idea, MONDAY - 3 * DAY)
    public_comment(idea, MONDAY - 2 * DAY, address="ada@post.example")
    public_comment(idea, MONDAY - 2 * DAY + MINUTE, address="ben@post.example")
    sweep(MONDAY + AFTER)
    assert [line for _, line in told(KIM)] == ["Neuer Stand: Aufgenommen", "2 neue Rückmeldungen"]
    assert letters_to(KIM)[0].subject == f"Neuer Stand: Aufgenommen – {idea.title}, eine weitere Neuigkeit"


def test_submitters_are_not_told_again_what_their_letters_say(db_session: Session) -> None:
    idea = published(MONDAY - 20 * DAY, contact_email=KIM, email_confirmed_at=MONDAY - 20 * DAY)
    assert sweep(MONDAY - 6 * DAY, FOLLOW_BY_RIGHT) == 1
    decide(idea, MONDAY - 3 * DAY)
    public_comment(idea, MONDAY - 2 * DAY, address="ada@post.example")
    public_comment(idea, MONDAY - 2 * DAY, address=KIM)
    sweep(MONDAY + AFTER)
    assert [line for _, line in told(KIM)] == ["1 neue Rückmeldung"]


def test_a_no_to_ones_own_idea_is_kept(db_session: Session) -> None:
    published(MONDAY - 20 * DAY, contact_email=KIM, email_confirmed_at=MONDAY - 20 * DAY)
    sweep(MONDAY, FOLLOW_BY_RIGHT)
    follow = db.session.scalars(select(Follow)).one()
    assert end_follow(follow.id, follow.subscriber_id, MONDAY)
    assert sweep(MONDAY + DAY, FOLLOW_BY_RIGHT) == 0


@pytest.mark.parametrize(
    "secret",
    [
        {"visibility": Visibility.INTERNAL, "published_at": None},
        {"confidential": True, "published_at": None},
        {"published_at": MONDAY + 60 * DAY},
    ],
)
def test_what_is_not_public_is_not_spoken_of(db_session: Session, secret: dict[str, object]) -> None:
    reader(KIM, "everything", at=MONDAY - 20 * DAY)
    make_idea(IdeaState.ASSESSMENT, **secret)
    assert sweep(MONDAY + AFTER) == 0


def test_a_withdrawn_idea_is_not_spoken_of(db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - 20 * DAY)
    idea = published(MONDAY - 2 * DAY)
    change_state(idea.id, IdeaState.WITHDRAWN, now=MONDAY - DAY, actor_id=None)
    assert sweep(MONDAY + AFTER) == 0


def test_what_is_hidden_before_the_letter_leaves_is_written_again_without(db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - 20 * DAY)
    shown, hidden = published(MONDAY - 2 * DAY), published(MONDAY - DAY)
    sweep(MONDAY + AFTER)
    change_state(hidden.id, IdeaState.WITHDRAWN, now=MONDAY + AFTER, actor_id=None)
    [letter] = letters_to(KIM)
    [(_, verdict)] = recheck.check([letter], MONDAY + AFTER).withheld
    assert (verdict.state, verdict.reason) == (LetterState.CANCELLED, Reason.NOT_TRUE)
    letter.state, letter.reason, letter.ended_at = verdict.state, verdict.reason, MONDAY + AFTER
    db.session.flush()
    assert sweep(MONDAY + 2 * AFTER, REWRITE_DIGESTS) == 1
    again = [letter for letter in letters_to(KIM) if letter.version == 2]
    assert len(again) == 1
    assert shown.title in again[0].body_text
    assert hidden.title not in again[0].body_text + again[0].body_html + again[0].subject
    assert recheck.check(again, MONDAY + 2 * AFTER).withheld == []
    assert sweep(MONDAY + 3 * AFTER, REWRITE_DIGESTS) == 0


def test_a_saved_search_finds_what_the_list_finds(db_session: Session) -> None:
    key = save_search(IdeaFilter(words="Wasserstoff", places=("14524",)))
    assert key == save_search(IdeaFilter(places=("14524",), words="Wasserstoff"))
    reader(KIM, key, at=MONDAY - 20 * DAY)
    idea = published(MONDAY - DAY, title="Wasserstoff für die Region")
    published(MONDAY - DAY, title="Ein Schwimmbad")
    sweep(MONDAY + AFTER)
    assert [subject for subject, _ in told(KIM)] == [f"idea:{idea.reference}"]


def test_digests_are_forgotten_after_thirty_days(db_session: Session) -> None:
    reader(KIM, "everything", at=MONDAY - 20 * DAY)
    published(MONDAY - DAY)
    sweep(MONDAY + AFTER)
    assert sweep(MONDAY + 29 * DAY, FORGET_DIGESTS) == 0
    assert sweep(MONDAY + 31 * DAY, FORGET_DIGESTS) == 1
    assert digests_of(KIM) == []
