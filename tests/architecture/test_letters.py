"""Laws 3 to 6: intentions are rows, Celery is only clock and hands, letters are values, time is an argument."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import UniqueConstraint

from app import mail
from app.db import db
from app.doorbell import LETTERS
from app.sweeps.registry import sweeps_of

ROOT = Path(__file__).parents[2]
SILENT_ROOMS = {"services", "queries", "mails", "policies", "states"}


def modules(*folders: str) -> list[Path]:
    """Every module in these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def rooms(path: Path) -> set[str]:
    """The rooms a module stands in, without the suffix."""
    return {part.removesuffix(".py") for part in path.parts}


def names(source: str) -> set[str]:
    """Every attribute, name and keyword that a module uses."""
    tree = ast.parse(source)
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    return attributes | keywords


def asks_the_clock(source: str) -> bool:
    """Whether a module takes the time from a clock instead of an argument."""
    tree = ast.parse(source)
    imported = any(
        isinstance(node, ast.ImportFrom) and node.module == "app.clock" and "now" in {a.name for a in node.names}
        for node in ast.walk(tree)
    )
    called = any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "today", "utcnow")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("datetime", "date", "clock")
        for node in ast.walk(tree)
    )
    return imported or called


def test_law_3_a_letter_is_posted_in_the_callers_transaction() -> None:
    for path in (ROOT / "app/mail/outbox.py", ROOT / "app/mail/compose.py"):
        assert not {"commit", "transaction", "begin"} & names(path.read_text())
    assert "after_commit(ring_letters)" in (ROOT / "app/mail/outbox.py").read_text()


@pytest.mark.parametrize("path", modules("app", "workers"), ids=lambda path: str(path.relative_to(ROOT)))
def test_law_4_nothing_waits_in_the_broker(path: Path) -> None:
    # An ETA or a countdown is an intention that a flushed Redis forgets; who waits, waits as a row.
    found = names(path.read_text()) & {"eta", "countdown", "apply_async", "delay", "retry_backoff", "expires_in"}
    assert not found - ({"delay"} if "tests" in path.parts else set())


def test_law_4_only_the_doorbell_publishes() -> None:
    publishers = {
        path.relative_to(ROOT).as_posix() for path in modules("app") if "send_task" in names(path.read_text())
    }
    assert publishers == {"app/doorbell.py"}


def test_law_4_workers_are_a_few_lines(app: Flask) -> None:
    for path in modules("workers"):
        assert len(path.read_text().splitlines()) <= 80, f"{path.name} is more than clock and hands"
    # Whatever rings, the clock would have found it too.
    assert LETTERS in sweeps_of(app)
    assert all(name == name.lower() and "_" not in name for name in sweeps_of(app)), "task names are kebab-case"


def test_law_5_a_letter_has_one_key_and_is_stored_in_words() -> None:
    table = db.metadata.tables["letter"]
    unique = {
        tuple(c.columns.keys())
        for c in table.constraints
        if isinstance(c, UniqueConstraint) and c.name == "uq_letter_key"
    }
    assert unique == {("kind", "about", "version", "recipient", "slot")}
    assert {"subject", "body_text", "body_html", "language"} <= set(table.columns.keys())
    assert "now" in inspect.signature(mail.post).parameters


@pytest.mark.parametrize(
    "path",
    [path for path in modules("app") if rooms(path) & SILENT_ROOMS and "health" not in path.parts],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_law_6_services_and_queries_take_the_time_as_an_argument(path: Path) -> None:
    assert not asks_the_clock(path.read_text())


@pytest.mark.parametrize(
    "planted", ["from app.clock import now", "from datetime import datetime\nx = datetime.now(UTC)", "clock.now()"]
)
def test_a_planted_look_at_the_clock_is_found(planted: str) -> None:
    assert asks_the_clock(planted)
