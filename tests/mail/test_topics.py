"""Topics of optional mail: what may be declared, what holds for whom, and when a rhythm is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.clock import local
from app.i18n import lazy_gettext as _l
from app.mail import topics as registry
from app.mail.choices import Choice, Source, choice_of, choices_of, choose_topic, confirm_topic, move_choices
from app.mail.topics import FRIDAY, MONDAY, Reader, Rhythm, Topic, next_by_rhythm, with_account, with_role

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DIGEST = Topic("digest", _l("Überblick"), _l("Was sich getan hat."), rhythms=(Rhythm.WEEKLY, Rhythm.MONTHLY))
SERVICE = Topic("service", _l("Dienst"), _l("Für Mitglieder."), default_on=True, needs_consent=False)
VISITOR, MEMBER = Reader("Jana@post.example"), Reader("jana@post.example", 7, frozenset({"member"}))


@pytest.fixture(autouse=True)
def offered(app: Flask) -> Iterator[None]:
    before = app.extensions["mail_topics"]
    registry.register(app, (DIGEST, SERVICE))
    yield
    app.extensions["mail_topics"] = before


def _holds(reader: Reader = VISITOR, topic: Topic = DIGEST) -> Choice:
    return choice_of(reader, topic)


def test_without_a_choice_the_default_holds(db_session: Session) -> None:
    assert not _holds().gets_it
    assert _holds(topic=SERVICE).gets_it
    assert _holds().rhythm == Rhythm.WEEKLY
    assert [choice.topic.name for choice in choices_of(VISITOR)] == ["digest", "service"]


def test_without_account_nothing_goes_before_the_mailbox_has_confirmed(db_session: Session) -> None:
    choose_topic("jana@post.example", "digest", True, Source.FORM, NOW, Rhythm.WEEKLY, FRIDAY)
    assert _holds().pending
    assert not _holds().gets_it
    assert confirm_topic("Jana@post.example", "digest", NOW + timedelta(hours=1))
    assert confirm_topic("jana@post.example", "digest", NOW + timedelta(hours=2))
    holds = _holds()
    assert (holds.gets_it, holds.rhythm, holds.weekday) == (True, Rhythm.WEEKLY, FRIDAY)
    assert holds.confirmed_at == NOW + timedelta(hours=1), "the proof is the first yes"


def test_a_no_ends_the_consent_and_an_old_link_does_not_bring_it_back(db_session: Session) -> None:
    choose_topic("jana@post.example", "digest", True, Source.ACCOUNT, NOW, confirmed=True)
    assert _holds().gets_it
    choose_topic("jana@post.example", "digest", False, Source.LINK, NOW)
    assert not confirm_topic("jana@post.example", "digest", NOW)
    choose_topic("jana@post.example", "digest", True, Source.LINK, NOW)
    assert _holds().pending, "who has left is asked again"


def test_an_account_has_proved_its_address(db_session: Session) -> None:
    choose_topic("jana@post.example", "digest", True, Source.ACCOUNT, NOW)
    assert _holds(MEMBER).gets_it


def test_a_rhythm_that_is_not_named_stays(db_session: Session) -> None:
    choose_topic("jana@post.example", "digest", True, Source.ACCOUNT, NOW, Rhythm.MONTHLY)
    choose_topic("jana@post.example", "digest", False, Source.LINK, NOW)
    assert _holds().rhythm == Rhythm.MONTHLY


def test_a_change_of_address_takes_choices_along_but_respects_a_no(db_session: Session) -> None:
    for topic in ("digest", "service"):
        choose_topic("alt@post.example", topic, True, Source.ACCOUNT, NOW, confirmed=True)
    choose_topic("neu@post.example", "service", False, Source.LINK, NOW)
    move_choices("Alt@post.example", "Neu@post.example")
    db_session.expire_all()
    new, old = Reader("neu@post.example", 7), Reader("alt@post.example", 7)
    assert [choice.wanted for choice in choices_of(new)] == [True, False]
    assert not any(choice.chosen for choice in choices_of(old))


def test_an_audience_sees_its_topics_only() -> None:
    assert with_role("office", "member")(MEMBER)
    assert not with_role("office")(MEMBER)
    assert with_account(MEMBER)
    assert not with_account(VISITOR)


@pytest.mark.parametrize("wrong", [{"default_on": True}, {"rhythms": (Rhythm.OFF,)}])
def test_a_topic_that_breaks_consent_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="topic spam"):
        Topic("spam", _l("x"), _l("x"), **wrong)  # type: ignore[arg-type]


def test_two_topics_of_one_name_are_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="digest"):
        registry.register(app, (DIGEST, DIGEST))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.integers(MONDAY, 6))  # noqa: DTZ001  made aware below
def test_a_rhythm_is_due_at_seven_in_berlin(naive: datetime, weekday: int) -> None:
    after = naive.replace(tzinfo=UTC)
    for rhythm, longest in ((Rhythm.DAILY, 2), (Rhythm.WEEKLY, 8), (Rhythm.MONTHLY, 32)):
        due = next_by_rhythm(rhythm, weekday, after)
        assert due is not None
        assert after < due <= after + timedelta(days=longest)
        assert (local(due).hour, local(due).minute) == (7, 0)
    weekly, monthly = next_by_rhythm(Rhythm.WEEKLY, weekday, after), next_by_rhythm(Rhythm.MONTHLY, weekday, after)
    assert weekly
    assert monthly
    assert local(weekly).weekday() == weekday
    assert local(monthly).day == 1


def test_no_clock_decides_on_the_other_rhythms() -> None:
    assert all(next_by_rhythm(rhythm, MONDAY, NOW) is None for rhythm in (Rhythm.AT_ONCE, Rhythm.AFTER_MEETING))
