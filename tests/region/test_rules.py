"""Deadlines follow the body's rules, Saxon holidays and Berlin's clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.clock import local
from app.db import db
from app.region.models import Body
from app.region.rules import BodyRules, body_rules

BEFORE_REPENTANCE_DAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def test_defaults_hold_while_the_body_says_nothing(db_session: Session) -> None:
    assert body_rules() == BodyRules()


def test_the_body_overrides_single_rules(db_session: Session) -> None:
    rules = {"answer_days": 21, "qualify_until": "2026-12-31", "unknown": "kept for later"}
    facts = {"name_de": "K", "name_en": "K", "project_de": "P", "project_en": "P", "spokesperson": "S"}
    db.session.add(Body(slug="k", rules=rules, **facts))
    db.session.flush()
    assert body_rules() == BodyRules(answer_days=21, qualify_until=date(2026, 12, 31))


@pytest.mark.parametrize("value", ["14", -1, 1.5, True, None])
def test_a_rule_of_the_wrong_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="answer_days"):
        BodyRules.read({"answer_days": value})


def test_the_day_of_repentance_is_no_working_day_in_saxony() -> None:
    # Monday 16 November 2026 plus five working days skips Wednesday the 18th and the weekend.
    assert local(BodyRules().take_up_by(BEFORE_REPENTANCE_DAY)).date() == date(2026, 11, 24)


def test_an_answer_is_never_due_after_the_completion_deadline() -> None:
    rules = BodyRules(qualify_until=date(2026, 11, 20))
    assert local(rules.answer_by(BEFORE_REPENTANCE_DAY)).date() == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("asked", "utc_end"),
    [
        # The fortnights end on the days on which Berlin's clocks change: 24 + 1 and 24 - 1 hours long.
        (datetime(2026, 10, 11, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 15, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        # Asked after midnight in Berlin, but before midnight in Greenwich.
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 7, 16, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_deadlines_end_at_the_last_second_of_the_local_day(asked: datetime, utc_end: datetime) -> None:
    due = BodyRules().answer_by(asked)
    assert due == utc_end
    assert local(due).strftime("%H:%M:%S") == "23:59:59"
