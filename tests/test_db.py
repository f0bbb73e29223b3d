"""Connections: one that the server has forgotten is replaced before anybody notices."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from app import db as database
from app.db import db, hang_up, rows


@pytest.fixture
def one_connection(app: Flask) -> Iterator[int]:
    """A pool that holds one resting connection; yields its process on the server."""
    with app.app_context():
        hang_up()
        process = _process()
        yield process
        db.session.remove()
        hang_up()


def _process() -> int:
    found: int = db.session.scalar(text("SELECT pg_backend_pid()"))
    db.session.remove()
    return found


def test_a_connection_that_rested_is_asked_and_replaced(
    one_connection: int, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SURELY_ALIVE_SECONDS", 0.0)
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [one_connection])
    assert _process() != one_connection


def test_a_connection_in_use_is_not_asked(one_connection: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SURELY_ALIVE_SECONDS", 3600.0)
    assert _process() == one_connection


def test_reading_opens_no_transaction(one_connection: int) -> None:
    # In a transaction now() stands still.
    moments = [rows(text("SELECT now()"))[0][0] for _ in range(2)]
    assert moments[0] != moments[1]


def test_reading_sees_what_the_transaction_at_hand_has_written(one_connection: int) -> None:
    db.session.execute(text("CREATE TABLE held_together ()"))
    assert rows(text("SELECT to_regclass('held_together')"))[0][0] is not None
    db.session.rollback()
    assert rows(text("SELECT to_regclass('held_together')"))[0][0] is None


def test_reading_cannot_change_anything(one_connection: int) -> None:
    with pytest.raises(InternalError, match="read-only"):
        rows(text("CREATE TABLE written_by_reading ()"))
