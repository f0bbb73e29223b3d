"""The month for those who asked, the week for moderators: once, on its day or late, and never empty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BERLIN
from app.db import db
from app.digests.sweeps import WRITE_REVIEWS, WRITE_WEEKS
from app.digests.topics import MODERATORS_WEEKLY, REVIEW
from app.ideas.states import IdeaState, Visibility
from app.mail.choices import choose_topic
from app.mail.models import StoredLetter
from app.members.models import Role
from tests.digests.world import DAY, decide, published, reader, sweep
from tests.factories import make_idea, make_person

KIM = "kim@post.example"
FIRST = datetime(2026, 11, 1, 7, 0, tzinfo=BERLIN).astimezone(UTC)
MONDAY = datetime(2026, 11, 9, 7, 0, tzinfo=BERLIN).astimezone(UTC)
MINUTE = timedelta(minutes=1)


def letters(kind: str) -> list[StoredLetter]:
    return list(db.session.scalars(select(StoredLetter).where(StoredLetter.kind == kind)))


def test_the_month_is_told_once_with_its_numbers(db_session: Session) -> None:
    reader(KIM, "review", at=FIRST - 40 * DAY)
    reader("lee@post.example", "everything", at=FIRST - 40 * DAY)
    old = published(FIRST - 50 * DAY, title="Von früher")
    published(FIRST - 10 * DAY, title="Neu im Oktober")
    make_idea(IdeaState.ASSESSMENT, visibility=Visibility.INTERNAL, published_at=None, title="Geheim")
    decide(old, FIRST - 5 * DAY)
    assert sweep(FIRST - MINUTE, WRITE_REVIEWS) == 0
    assert sweep(FIRST, WRITE_REVIEWS) == 1
    assert sweep(FIRST + 3 * DAY, WRITE_REVIEWS) == 0
    [letter] = letters("monthly_review")
    assert letter.recipient == KIM
    assert letter.subject == "Was wurde daraus? Oktober 2026: 1 neue Ideen, 1 entschieden, 0 umgesetzt"
    assert "Neu im Oktober" in letter.body_text
    assert "Von früher (Aufgenommen)" in letter.body_text
    assert "Geheim" not in letter.body_text + letter.body_html
    assert "<img" not in letter.body_html


def test_a_month_in_which_nothing_happened_is_not_told(db_session: Session) -> None:
    reader(KIM, "review", at=FIRST - 40 * DAY)
    published(FIRST - 50 * DAY)
    assert sweep(FIRST, WRITE_REVIEWS) == 0


def test_who_left_the_month_hears_no_more_of_it(db_session: Session) -> None:
    reader(KIM, "review", at=FIRST - 40 * DAY)
    published(FIRST - 10 * DAY)
    choose_topic(KIM, REVIEW.name, False, "link", FIRST - DAY)
    assert sweep(FIRST, WRITE_REVIEWS) == 0


def test_moderators_get_their_week_on_monday_or_late_but_once(db_session: Session) -> None:
    moderator, silent = make_person(Role.MODERATOR), make_person(Role.OFFICE)
    make_person(Role.MEMBER)
    choose_topic(silent.email, MODERATORS_WEEKLY.name, False, "account", MONDAY - DAY)
    make_idea(IdeaState.SUBMITTED, due_at=MONDAY - DAY)
    make_idea(IdeaState.SUBMITTED, due_at=MONDAY + 5 * DAY)
    assert sweep(MONDAY - MINUTE, WRITE_WEEKS) == 0
    assert sweep(MONDAY + 2 * DAY, WRITE_WEEKS) == 1
    assert sweep(MONDAY + 3 * DAY, WRITE_WEEKS) == 0
    [letter] = letters("moderators_weekly")
    assert letter.person_id == moderator.id
    assert letter.subject == "Moderation: 2 warten, 1 davon überfällig"
    assert sweep(MONDAY + 7 * DAY, WRITE_WEEKS) == 1
