"""What every test may ask for: an application on a real PostgreSQL, rolled back or emptied after it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.db import db, hang_up
from app.factory import create_app
from tests import factories
from tools.catalogues.store import compile_stale
from tools.servers import postgres

TEMPLATE = "konvent_template"


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


def _with_name(url: str, name: str) -> str:
    return url.rsplit("/", 1)[0] + "/" + name


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(statement)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any process reads them: a fresh clone has none."""
    if not hasattr(config, "workerinput"):
        compile_stale(Path(__file__).parents[1] / "app")


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL for this process: the one named in TEST_DATABASE_URL or our own."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    folder: Path = tmp_path_factory.mktemp("postgres")
    with postgres(folder / "data", durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def template_database(database_server: str, worker_id: str) -> str:
    """A migrated database that tests copy; made once a process."""
    name = f"{TEMPLATE}_{worker_id}_{uuid.uuid4().hex[:8]}"
    _execute(database_server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    app = _make_app(_with_name(database_server, name), Path("/nonexistent"))
    with app.app_context():
        upgrade(directory="migrations")
        hang_up()
    return name


@pytest.fixture(scope="session")
def worker_id() -> str:
    """Which of several test processes this is; pytest-xdist names them."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def database_url(database_server: str, template_database: str) -> str:
    """A fresh copy of the migrated database for this process."""
    name = template_database.replace("template", "test")
    _execute(
        database_server,
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template_database)),
    )
    return _with_name(database_server, name)


def _make_app(url: str, uploads: Path) -> Flask:
    return create_app(
        {
            "SECRET_KEY": "a key for tests",
            "BASE_URL": "http://konvent.example",
            "SECURE_COOKIES": False,
            "SQLALCHEMY_DATABASE_URI": url,
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "UPLOAD_DIR": uploads,
            "WTF_CSRF_ENABLED": False,
        },
        environ={"KONVENT_MODE": "testing"},
    )


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application; nobody answers its doorbell, so letters stay in the outbox for a test to read."""
    app = _make_app(database_url, tmp_path_factory.mktemp("uploads"))
    app.extensions["doorbell"] = None
    yield app
    with app.app_context():
        hang_up()


@pytest.fixture
def now() -> datetime:
    """A Wednesday noon in Chemnitz with no holiday near."""
    return datetime(2026, 11, 11, 11, 0, tzinfo=UTC)


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """A session inside a transaction that is rolled back after the test, whatever the test commits."""
    with app.app_context():
        engines = cast("dict[str | None, Engine | Connection]", db.engines)
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        engines[None] = connection
        try:
            factories.reference_data(db.session())
            yield db.session()
        finally:
            db.session.remove()
            engines[None] = engine
            outer.rollback()
            connection.close()


@pytest.fixture
def committed(app: Flask) -> Iterator[Session]:
    """A session whose commits are real, for tests with several connections; all tables are emptied after."""
    with app.app_context():
        factories.reference_data(db.session())
        db.session.commit()
        try:
            yield db.session()
        finally:
            db.session.remove()
            names = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
            with db.engine.begin() as connection:
                connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


class Browser(FlaskClient):
    """A client inside the test's application context: it forgets `g` before each request, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request."""
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask, db_session: Session) -> FlaskClient:
    """A browser without JavaScript, whose requests see the test's transaction."""
    return Browser(app, app.response_class)
