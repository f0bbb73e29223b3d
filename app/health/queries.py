"""Reads the state of everything the house stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.doorbell import bell
from app.mail.queries import LETTER_MAY_WAIT_SO_LONG, SWEEP_MAY_BE_SO_OLD, oldest_transactional_age
from app.sweeps.queries import last_sweep_at


@dataclass(frozen=True, slots=True)
class Readiness:
    """The answer of /readyz; ages in seconds, None where there is nothing to be old."""

    database: bool
    schema: bool
    redis: bool
    last_sweep_age: float | None
    oldest_unsent_letter_age: float | None

    @property
    def ready(self) -> bool:
        """Whether the house does all its work, letters included."""
        swept = self.last_sweep_age is not None and self.last_sweep_age < SWEEP_MAY_BE_SO_OLD.total_seconds()
        waiting = self.oldest_unsent_letter_age or 0.0
        told = waiting < LETTER_MAY_WAIT_SO_LONG.total_seconds()
        return self.database and self.schema and self.redis and swept and told


def readiness(now: datetime) -> Readiness:
    """Ask everything once; whatever does not answer is not ready."""
    redis = _redis_answers()
    try:
        db.session.execute(text("SET LOCAL statement_timeout = '2s'"))
        if not _schema_is_at_head():
            return Readiness(True, False, redis, None, None)
        swept_at, waiting = last_sweep_at(), oldest_transactional_age()
    except SQLAlchemyError:
        db.session.rollback()
        return Readiness(False, False, redis, None, None)
    age = (now - swept_at).total_seconds() if swept_at else None
    return Readiness(True, True, redis, age, waiting.total_seconds() if waiting else None)


def _redis_answers() -> bool:
    hung = bell()
    return hung is not None and hung.answers()


def _schema_is_at_head() -> bool:
    # Alembic's own context says the same, with two lines in the log at each look.
    return set(db.session.scalars(text("SELECT version_num FROM alembic_version"))) == _heads()


@cache
def _heads() -> set[str]:
    folder = Path(current_app.root_path).parent / "migrations"
    return set(ScriptDirectory(str(folder)).get_heads())
