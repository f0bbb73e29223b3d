"""Sweeps: one transaction an item, a failing one stops nobody, a dry run touches nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.mail.models import StoredLetter, Suppression
from app.mail.states import LetterState
from app.mail.suppression import suppress
from app.sweeps import ChunkSweep, Sweep, registry, run
from app.sweeps.models import SweepRun
from tests.mail.conftest import specimen
from tests.mail.outbox import post_specimens

__all__ = ["specimen"]


def _block(number: int, now: datetime) -> None:
    suppress(f"p{number}@post.example", "test", now)
    if number == 2:
        raise RuntimeError("this one is broken")


SWEEP = Sweep("block-some", timedelta(hours=1), due=lambda _: [1, 2, 3], handle=_block)


def test_a_failing_item_is_recorded_and_the_sweep_goes_on(committed: Session, now: datetime) -> None:
    report = run(SWEEP, now)
    assert (report.found, report.done, report.failed) == (3, 2, ["2: RuntimeError"])
    assert set(committed.scalars(select(Suppression.address))) == {"p1@post.example", "p3@post.example"}
    entry = committed.get_one(SweepRun, "block-some")
    assert (entry.found, entry.failed) == (3, 1)


def test_a_dry_run_touches_nothing(committed: Session, now: datetime) -> None:
    assert run(SWEEP, now, dry_run=True).found == 3
    assert committed.scalars(select(Suppression)).all() == []
    assert committed.get(SweepRun, "block-some") is None


def test_two_sweeps_of_one_name_are_refused(app: Flask) -> None:
    before = app.extensions["sweeps"]
    with pytest.raises(ValueError, match="block-some"):
        registry.register(app, [SWEEP, SWEEP])
    assert app.extensions["sweeps"] is before


def test_the_command_says_what_it_did(app: Flask, committed: Session, specimen: object) -> None:
    post_specimens(2)
    runner = app.test_cli_runner()
    assert "deliver-letters" in runner.invoke(args=["sweep", "--list"]).output
    assert "deliver-letters: 2 due" in runner.invoke(args=["sweep", "deliver-letters", "--dry-run"]).output
    assert runner.invoke(args=["sweep", "no-such-sweep"]).exit_code == 2
    assert runner.invoke(args=["sweep", "purge-letter-bodies", "--now", "gestern"]).exit_code == 2


def test_old_bodies_are_forgotten_and_facts_stay(app: Flask, committed: Session, specimen: object) -> None:
    post_specimens(2, now=datetime(2026, 10, 1, tzinfo=UTC))
    one, other = db.session.scalars(select(StoredLetter)).all()
    one.state, one.sent_at, one.ended_at = LetterState.SENT, one.created_at, one.created_at
    db.session.commit()
    output = (
        app.test_cli_runner()
        .invoke(args=["sweep", "purge-letter-bodies", "--now", "2026-12-13T09:00+01:00"], catch_exceptions=False)
        .output
    )
    assert "1 found, 1 done, 0 failed" in output
    db.session.expire_all()
    assert (one.body_text, one.body_html) == ("", "")
    assert one.subject
    assert other.body_text


class _Numbers:
    """Items 1 to 7; the fifth is broken. What is settled is suppressed, and no longer due."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def waiting(self) -> int:
        return len(self.take(100, ()))

    def take(self, limit: int, except_for: Collection[int]) -> list[int]:
        done = {int(address[1]) for address in db.session.scalars(select(Suppression.address))}
        return [number for number in range(1, 8) if number not in done and number not in except_for][:limit]

    def settle(self, items: Sequence[int]) -> int:
        for number in items:
            suppress(f"p{number}@post.example", "test", self.now)
            if number == 5:
                raise RuntimeError("this one is broken")
        return len(items)

    def id_of(self, item: int) -> int:
        return item


def test_one_broken_item_of_a_batch_keeps_no_other_waiting(committed: Session, now: datetime) -> None:
    sweep = ChunkSweep("block-many", timedelta(hours=1), _Numbers, batch=3)
    assert run(sweep, now, dry_run=True).found == 7
    report = run(sweep, now)
    assert report.failed == ["5: RuntimeError"]
    assert (report.found, report.done) == (6, 6)
    assert set(committed.scalars(select(Suppression.address))) == {f"p{n}@post.example" for n in (1, 2, 3, 4, 6, 7)}
