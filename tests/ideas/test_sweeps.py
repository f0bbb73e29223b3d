"""What the clock does for ideas: one reminder per open question, and no draft is kept for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import end_of_day, local
from app.ideas.mails.steps import INQUIRY_REMINDER
from app.ideas.models import Idea, Inquiry
from app.ideas.services.answers import answer_inquiry
from app.ideas.states import IdeaState
from app.ideas.sweeps import PURGE_DRAFTS, REMIND_OF_INQUIRIES
from app.mail import Posted
from app.mail.models import StoredLetter
from app.sweeps import run
from tests.factories import make_idea


def ask(now: datetime, days: int = 14, **facts: object) -> Inquiry:
    """A question sent at `now` that is due at the end of the day so many days later."""
    idea = make_idea(IdeaState.NEEDS_INFO, **facts)
    due_at = end_of_day(local(now).date() + timedelta(days=days))
    return Inquiry(idea_id=idea.id, question="Wo genau?", asked_at=now, due_at=due_at)


def reminders(session: Session) -> list[StoredLetter]:
    return list(session.scalars(select(StoredLetter).where(StoredLetter.kind == INQUIRY_REMINDER.name)))


def still_true(letter: StoredLetter, now: datetime) -> str | None:
    assert INQUIRY_REMINDER.still_true
    return INQUIRY_REMINDER.still_true(Posted(letter.about, letter.version, letter.recipient, None, now, now))


def test_one_reminder_comes_three_days_before_the_day(db_session: Session, now: datetime) -> None:
    inquiry = ask(now)
    db_session.add(inquiry)
    db_session.commit()
    near = inquiry.due_at - timedelta(days=3)
    assert run(REMIND_OF_INQUIRIES, near - timedelta(seconds=1)).found == 0
    assert run(REMIND_OF_INQUIRIES, near, dry_run=True).found == 1
    assert reminders(db_session) == []
    report = run(REMIND_OF_INQUIRIES, near)
    assert (report.found, report.done, report.failed) == (1, 1, [])
    assert [run(REMIND_OF_INQUIRIES, near + timedelta(days=later)).found for later in (0, 1, 2, 9)] == [0, 0, 0, 0]
    (letter,) = reminders(db_session)
    assert still_true(letter, near) is None


def test_an_answer_meanwhile_holds_the_reminder_back(db_session: Session, now: datetime) -> None:
    inquiry = ask(now)
    db_session.add(inquiry)
    db_session.commit()
    near = inquiry.due_at - timedelta(days=2)
    run(REMIND_OF_INQUIRIES, near)
    (letter,) = reminders(db_session)
    answer_inquiry(inquiry.idea_id, "In Zwickau.", near)
    db_session.flush()
    assert still_true(letter, near)


@pytest.mark.parametrize("closed", ["answered", "closed", "short", "paper"])
def test_who_needs_no_reminder_gets_none(db_session: Session, now: datetime, closed: str) -> None:
    inquiry = ask(now, 2 if closed == "short" else 14, **({"contact_email": None} if closed == "paper" else {}))
    if closed == "answered":
        inquiry.answer, inquiry.answered_at = "In Zwickau.", now
    if closed == "closed":
        inquiry.closed_at = now
    db_session.add(inquiry)
    db_session.commit()
    assert run(REMIND_OF_INQUIRIES, inquiry.due_at - timedelta(hours=1)).found == 0


def test_drafts_go_after_thirty_days_and_nothing_else_does(db_session: Session, now: datetime) -> None:
    old, touched = make_idea(IdeaState.DRAFT), make_idea(IdeaState.DRAFT)
    kept = make_idea(IdeaState.SUBMITTED)
    old.updated_at, touched.updated_at = now - timedelta(days=30, seconds=1), now - timedelta(days=30)
    gone = old.id
    db_session.commit()
    assert run(PURGE_DRAFTS, now).done == 1
    assert run(PURGE_DRAFTS, now).found == 0
    left = set(db_session.scalars(select(Idea.id)))
    assert left == {touched.id, kept.id}
    assert gone not in left


@pytest.mark.parametrize("name", ["remind-of-inquiries", "purge-drafts"])
def test_the_operator_may_look_first(app: Flask, db_session: Session, name: str) -> None:
    result = app.test_cli_runner().invoke(args=["sweep", name, "--dry-run"])
    assert result.exit_code == 0, result.output
    assert result.output == f"{name}: 0 due, nothing done (dry run)\n"
