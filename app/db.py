"""The database handle, the base of all tables, and the one way to commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

import psycopg
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Executable, MetaData, Row, Text, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry, Pool

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
AFTER_COMMIT = "after_commit"
ON_ROLLBACK = "on_rollback"
# A connection that was used this recently is taken as alive; one that rested longer is asked first.
# Asking every time costs a reading page a tenth of its time, and a server restarts slower than this.
SURELY_ALIVE_SECONDS = 1.0
RESTING_SINCE = "resting_since"
# The connections that only read: no transaction is opened on them and PostgreSQL refuses them every change.
READING = "reading"
# The same for statements whose best plan hangs on the words in them: planned for each set of parameters.
SEARCHING = "searching"
READING_CONNECTIONS = {"pool_size": 4, "max_overflow": 4, "pool_reset_on_return": None, "isolation_level": "AUTOCOMMIT"}


class Base(DeclarativeBase):
    """Text without length limits and times with a zone, unless a column says otherwise."""

    # Flask-SQLAlchemy copies this class's attributes into a base of its own, which SQLAlchemy 2.1
    # only takes as one ready registry, not as metadata and type map apart.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: DateTime(timezone=True), str: Text()},
    )


# create_savepoint lets a test wrap a whole request in an outer transaction that it rolls back;
# without such an outer transaction it changes nothing.
db = SQLAlchemy(model_class=Base, session_options={"join_transaction_mode": "create_savepoint"})
migrate = Migrate(compare_type=True, compare_server_default=False, render_as_batch=False)

if TYPE_CHECKING:

    class Model(Base):
        """What every table inherits; the alias exists because db.Model is made at run time."""

        __abstract__ = True

else:
    Model = db.Model


@event.listens_for(Pool, "checkin")
def _lay_down(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[RESTING_SINCE] = monotonic()


@event.listens_for(Pool, "checkout")
def _ask_whether_alive(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Have the pool open a new connection in place of one that its server has forgotten."""
    if monotonic() - record.info.get(RESTING_SINCE, monotonic()) < SURELY_ALIVE_SECONDS:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except psycopg.OperationalError as fault:
        raise DisconnectionError from fault


def init_app(app: Flask) -> None:
    """Lay the application's connections: those that write, and a few beside them that only read."""
    url, options = app.config["SQLALCHEMY_DATABASE_URI"], app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    arguments = options["connect_args"]
    read_only = {**arguments, "options": f"{arguments['options']} -c default_transaction_read_only=on"}
    searching = {**read_only, "options": f"{read_only['options']} -c plan_cache_mode=force_custom_plan"}
    app.config["SQLALCHEMY_BINDS"] = {
        READING: {"url": url, **options, **READING_CONNECTIONS, "connect_args": read_only},
        SEARCHING: {"url": url, **options, **READING_CONNECTIONS, "connect_args": searching},
    }
    db.init_app(app)
    migrate.init_app(app, db)


def rows(
    statement: Executable, parameters: Mapping[str, object] | None = None, *, searching: bool = False
) -> Sequence[Row[Any]]:
    """The rows of a SELECT for a page that only reads: no session, no objects, no transaction's round trips.

    Each statement sees its own moment, as in a transaction of READ COMMITTED too. Where a transaction is
    open already it is asked in there, and sees what that has written. With `searching` it is planned for these
    very parameters, which takes a fraction of a millisecond and saves ten where words are rare or frequent.
    """
    writes = db.session.registry.has() and db.session().in_transaction()
    if writes or not isinstance(db.engine, Engine):
        return db.session.execute(statement, parameters).all()
    with db.engines[SEARCHING if searching else READING].connect() as connection:
        return connection.execute(statement, parameters).all()


def hang_up(*, close: bool = True) -> None:
    """Forget every connection of this process; without `close` they stay open for the process that made them."""
    for engine in db.engines.values():
        engine.dispose(close=close)


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what happens inside, or roll all of it back; only the edges of the house use this.

    Callbacks handed to after_commit() run once the commit has happened and never undo it; those
    handed to on_rollback() run when it did not happen.
    """
    session = db.session()
    session.info.pop(AFTER_COMMIT, None)
    session.info.pop(ON_ROLLBACK, None)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop(AFTER_COMMIT, None)
        for undo in session.info.pop(ON_ROLLBACK, {}):
            undo()
        raise
    for callback in session.info.pop(AFTER_COMMIT, {}):
        callback()


def after_commit(callback: Callable[[], None]) -> None:
    """Run callback after the surrounding transaction() has committed; the same one only once."""
    db.session().info.setdefault(AFTER_COMMIT, {})[callback] = None


def on_rollback(callback: Callable[[], None]) -> None:
    """Run callback when the surrounding transaction() is rolled back: it undoes what no database can (files)."""
    db.session().info.setdefault(ON_ROLLBACK, {})[callback] = None
