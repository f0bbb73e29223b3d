"""A house with hands: real broker, real worker, real clock, a mail server that takes orders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import doorbell
from tests.mail.conftest import server, specimen
from tests.mail.smtp_server import ScriptedServer
from tests.workers.house import House, house

__all__ = ["server", "specimen"]


@pytest.fixture
def hands(app: Flask, committed: Session, database_url: str, server: ScriptedServer, tmp_path: Path) -> Iterator[House]:
    """Broker and mail server are up, and the application rings; workers and clocks are the test's to start."""
    environ = {
        "KONVENT_MODE": "testing",
        "SECRET_KEY": str(app.config["SECRET_KEY"]),
        "DATABASE_URL": database_url,
        "BASE_URL": str(app.config["BASE_URL"]),
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(server.port),
        "LOG_LEVEL": "INFO",
    }
    before = app.config["REDIS_URL"], app.extensions["doorbell"]
    with house(tmp_path, environ) as built:
        app.config["REDIS_URL"] = built.redis.url
        doorbell.init_app(app)
        yield built
    app.config["REDIS_URL"], app.extensions["doorbell"] = before
