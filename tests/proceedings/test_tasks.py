"""Reminders of tasks: seven days before, on the day, weekly while overdue; told to the office after two weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail import Posted
from app.mail.models import StoredLetter
from app.members.models import Role
from app.proceedings.links import task_url
from app.proceedings.mails.tasks import TASK_REMINDER
from app.proceedings.models import ActionItem
from app.proceedings.queries.tasks import rung_of
from app.proceedings.services.tasks import (
    TaskFacts,
    escalate_task,
    escalations_due,
    finish_task,
    give_task,
    remind_of_task,
    reminders_due,
)
from app.region.rules import BodyRules
from tests.factories import make_membership, make_person, make_seat

DUE = date(2026, 11, 30)
GIVEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def at(days: int, hour: int = 10) -> datetime:
    """Some days after the due day, in the morning of Berlin."""
    return datetime(2026, 11, 30, hour, 0, tzinfo=UTC) + timedelta(days=days)


def sweep(now: datetime) -> None:
    """What the clock does."""
    for due in reminders_due(now):
        remind_of_task(due, now)
    for task in escalations_due(now):
        escalate_task(task, now)


def subjects(session: Session, kind: str = "task_reminder") -> list[str]:
    return list(
        session.scalars(select(StoredLetter.subject).where(StoredLetter.kind == kind).order_by(StoredLetter.version))
    )


def a_task(**facts: object) -> ActionItem:
    values: dict[str, object] = {"owner_name": "Kim Beispiel", "owner_email": "kim@post.example"}
    return give_task(TaskFacts("Zahlen besorgen", DUE, **values | facts), item_id=None, now=GIVEN, actor_id=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "rung"), [(-8, None), (-7, 1), (-1, 1), (0, 2), (6, 2), (7, 3), (14, 4), (15, 4), (21, 5)]
)
def test_the_rung_follows_from_the_day(days: int, rung: int | None) -> None:
    assert rung_of(DUE, at(days), BodyRules()) == rung


def test_each_reminder_comes_once_and_a_missed_one_is_not_made_up_for(db_session: Session) -> None:
    a_task()
    for moment in (at(-8), at(-7, 7), at(-7), at(-7, 12), at(-6), at(0), at(0, 12), at(1)):
        sweep(moment)
    assert len(subjects(db_session)) == 2
    # The clock stood still for three weeks: one letter says what is true now.
    sweep(at(22))
    assert len(subjects(db_session)) == 3
    assert "Überfällig" in subjects(db_session)[-1]


def test_the_change_of_clocks_does_not_move_the_morning() -> None:
    due = date(2027, 4, 2)
    assert rung_of(due, datetime(2027, 3, 26, 7, 59, tzinfo=UTC), BodyRules()) is None
    assert rung_of(due, datetime(2027, 3, 26, 8, 0, tzinfo=UTC), BodyRules()) == 1
    assert rung_of(due, datetime(2027, 4, 2, 6, 59, tzinfo=UTC), BodyRules()) == 1
    assert rung_of(due, datetime(2027, 4, 2, 7, 0, tzinfo=UTC), BodyRules()) == 2


def test_done_ends_the_reminders_and_stops_a_letter_on_its_way(db_session: Session) -> None:
    task = a_task()
    sweep(at(-7))
    assert TASK_REMINDER.still_true is not None
    posted = Posted(f"task:{task.id}", 1, "kim@post.example", None, at(-7), at(-7))
    assert TASK_REMINDER.still_true(posted) is None
    finish_task(task.id, note="Liegt vor.", by="Kim Beispiel", now=at(-6))
    assert TASK_REMINDER.still_true(posted) is not None
    sweep(at(30))
    assert len(subjects(db_session)) == 1
    assert subjects(db_session, "task_escalated") == []


def test_the_task_follows_the_seat(db_session: Session) -> None:
    seat, before, after = make_seat(), make_person(), make_person()
    make_membership(seat, before, valid_to=date(2026, 11, 25))
    make_membership(seat, after, valid_from=date(2026, 11, 25))
    a_task(seat_id=seat.id, owner_name="", owner_email="")
    sweep(at(-7))
    sweep(at(0))
    told = db_session.scalars(
        select(StoredLetter.recipient).where(StoredLetter.kind == "task_reminder").order_by(StoredLetter.version)
    ).all()
    assert told == [before.email, after.email]


def test_after_two_weeks_the_office_is_told_once(db_session: Session) -> None:
    make_person(Role.OFFICE)
    a_task()
    sweep(at(13))
    assert subjects(db_session, "task_escalated") == []
    sweep(at(14))
    sweep(at(15))
    assert len(subjects(db_session, "task_escalated")) == 1


def test_the_link_of_the_reminder_needs_a_button(client: FlaskClient, db_session: Session) -> None:
    task = a_task()
    url = task_url(task.id, "kim@post.example", "de").removeprefix("http://konvent.example")
    assert client.get(url).status_code == 200
    assert db_session.get_one(ActionItem, task.id).done_at is None
    assert client.post(url, data={"note": "Liegt vor."}).status_code == 302
    assert (task.done_note, task.done_by) == ("Liegt vor.", "Kim Beispiel")
    assert client.post(url.replace("/auftrag/", "/auftrag/x"), data={}).status_code == 404


def test_the_sweep_asks_as_often_for_many_tasks(db_session: Session) -> None:
    for _ in range(30):
        a_task()
    assert len(reminders_due(at(0))) == 30
