"""The reminder sweep over eighteen thousand people: one bounded set of queries, at a cost that grows in proportion."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta

import pytest
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from app.db import db
from app.meetings.models import Meeting
from app.meetings.queries.ladder import AT_ONCE, letters_owed
from tests.meetings.people import TEN, at, seat_with

SEATS = 18
MOST_BYTES = 100_000_000


def plan_many(count: int) -> None:
    """So many meetings on the same day, without their revisions."""
    facts = {"starts_at": TEN, "ends_at": TEN + timedelta(hours=3), "host_ags": "14524", "place": "Landratsamt"}
    moment = {"revised_at": at("2026-10-01 12:00"), "created_at": at("2026-10-01 12:00")}
    db.session.execute(insert(Meeting), [facts | moment for _ in range(count)])
    db.session.commit()
    db.session.expunge_all()


def queries() -> int:
    """What finding the letters of the invitation's day takes."""
    counted: list[str] = []

    def count(*args: object) -> None:
        counted.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", count)
    owed = letters_owed(at("2026-11-30 09:00"))
    event.remove(db.engine, "before_cursor_execute", count)
    assert 0 < len(owed) <= AT_ONCE
    return len(counted)


@pytest.mark.slow
def test_a_thousand_meetings_ask_no_more_than_a_hundred(committed: Session) -> None:
    for number in range(SEATS):
        seat_with(number + 1, f"mitglied{number}@haus.example")
    plan_many(100)
    few = queries()
    plan_many(900)
    tracemalloc.start()
    many = queries()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    committed.rollback()
    assert many == few
    assert peak < MOST_BYTES
