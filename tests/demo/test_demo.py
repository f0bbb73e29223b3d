"""The demo is brought about by real verbs, belongs to nobody real, and can be loaded twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.demo import load_demo
from app.demo.load import DEMO, ROSTER
from app.digests.models import Subscriber
from app.digests.queries.due import reader_of
from app.digests.queries.news import news_for
from app.feedback.models import Contribution
from app.ideas.models import Idea, IdeaHistory
from app.mail.models import StoredLetter
from app.meetings.models import Meeting
from app.members.models import Person

FILE = json.loads(DEMO.read_text(encoding="utf-8"))
DAYS = [datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)]


@pytest.mark.parametrize("day", DAYS)
def test_every_idea_reaches_its_state_with_a_history(db_session: Session, day: datetime) -> None:
    load_demo(day)
    reached = {row.title: row.state for row in db_session.execute(select(Idea.title, Idea.state))}
    assert reached == {idea["title"]: idea["state"] for idea in FILE["demo_ideas_fictitious"]}
    for idea in db_session.scalars(select(Idea)):
        last = db_session.scalars(
            select(IdeaHistory).where(IdeaHistory.idea_id == idea.id).order_by(IdeaHistory.revision.desc())
        ).first()
        assert last is not None
        assert last.to_state == idea.state
        assert last.at <= day


def test_voices_are_counted_and_one_waits(db_session: Session, now: datetime) -> None:
    load_demo(now)
    title = "Umschulungsverbund Zulieferindustrie"
    idea = db_session.scalars(select(Idea).where(Idea.title == title)).one()
    assert (idea.support_count, idea.comment_count) == (len(FILE["demo_supports"][title]), 2)
    waiting = select(func.count()).select_from(Contribution).where(Contribution.state == "waiting")
    assert db_session.scalar(waiting) == 1


def test_meetings_are_held_moved_and_planned(db_session: Session) -> None:
    load_demo(DAYS[0])
    rows = db_session.execute(select(Meeting.state, Meeting.revision).order_by(Meeting.starts_at))
    assert [tuple(row) for row in rows] == [
        ("held", 0),
        ("held", 0),
        ("held", 0),
        ("planned", 1),
        ("planned", 0),
        ("planned", 0),
    ]


def test_loading_twice_changes_nothing(db_session: Session, now: datetime) -> None:
    assert len(load_demo(now)) == len(FILE["demo_people"])
    before = db_session.scalar(select(func.count()).select_from(IdeaHistory))
    assert load_demo(now) == []
    assert db_session.scalar(select(func.count()).select_from(IdeaHistory)) == before


def test_nobody_real_has_an_account_or_gets_a_letter(db_session: Session, now: datetime) -> None:
    load_demo(now)
    real = {seat["name"] for seat in json.loads(ROSTER.read_text(encoding="utf-8"))["seats"]}
    assert real.isdisjoint(db_session.scalars(select(Person.name)))
    assert all(address.endswith(".example") for address in db_session.scalars(select(StoredLetter.recipient)))


def test_the_pages_say_that_it_is_a_demo(client: FlaskClient, now: datetime) -> None:
    load_demo(now)
    assert "Demodaten" in client.get("/impressum").text


def test_members_have_news_to_read(db_session: Session, now: datetime) -> None:
    load_demo(now)
    readers = db_session.scalars(select(Subscriber)).all()
    assert readers
    told = [news_for(to, now - timedelta(days=25), now) for row in readers if (to := reader_of(row.id))]
    assert any(told)
