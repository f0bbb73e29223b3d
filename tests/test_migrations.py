"""The migrations, run from an empty database, end in exactly the tables that the models describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, text

from app.db import db


def test_upgrading_from_empty_gives_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_check_constraints_of_the_models_are_in_the_database(app: Flask) -> None:
    declared = {
        str(constraint.name)
        for table in db.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    with app.app_context(), db.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace")
        )
        assert declared == {row.conname for row in rows}


def test_there_is_one_line_of_migrations_and_no_way_back() -> None:
    directory = ScriptDirectory("migrations")
    assert len(directory.get_heads()) == 1
    assert [r.revision for r in directory.walk_revisions() if hasattr(r.module, "downgrade")] == []
