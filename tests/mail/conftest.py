"""A kind of letter that only tests write, with templates of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from app.mail import Letter, LetterKind, Recipient
from tests.mail.smtp_server import ScriptedServer

SPECIMEN = LetterKind(
    "specimen",
    "tests",
    sample={"reference": "RK-2026-00042", "title": "Werkstatt & mehr", "url": "https://konvent.example/status/abc"},
)


@pytest.fixture
def specimen(app: Flask) -> Iterator[Letter]:
    """A letter of the test's own kind, known to the application for the length of the test."""
    ours = FileSystemLoader(Path(__file__).parent / "templates")
    before, kinds = app.jinja_loader, app.extensions["letter_kinds"]
    assert before is not None
    app.jinja_loader = ChoiceLoader([before, ours])
    app.extensions["letter_kinds"] = {**kinds, SPECIMEN.name: SPECIMEN}
    yield Letter(SPECIMEN, Recipient("jana@post.example", "Jana Musterfrau"), "idea:1", SPECIMEN.sample)
    app.jinja_loader = before
    app.extensions["letter_kinds"] = kinds


@pytest.fixture
def server(app: Flask) -> Iterator[ScriptedServer]:
    """A mail server that takes orders, and that the application sends to."""
    before = {name: app.config[name] for name in ("MAIL_SERVER", "MAIL_PORT")}
    with ScriptedServer() as server:
        server.serve(app)
        yield server
    app.config.update(before)


def in_english(letter: Letter) -> Letter:
    """The same letter to somebody who reads English."""
    return replace(letter, recipient=replace(letter.recipient, language="en"))
