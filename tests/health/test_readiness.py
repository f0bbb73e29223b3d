"""/readyz is red while anything is missing and green after; /metrics counts what the outbox holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, text, update
from sqlalchemy.orm import Session

from app import doorbell
from app.clock import now
from app.mail import Letter, post
from app.mail.models import StoredLetter
from app.sweeps import Sweep, run
from tests.mail.conftest import specimen
from tools.servers import broker

__all__ = ["specimen"]
NOTHING = Sweep("nothing", timedelta(hours=1), due=lambda _: [], handle=lambda *_: None)


@pytest.fixture
def redis(app: Flask, tmp_path: Path) -> Iterator[None]:
    before = app.config["REDIS_URL"], app.extensions["doorbell"]
    with broker.valkey(tmp_path / "redis", durable=False) as url:
        app.config["REDIS_URL"] = url
        doorbell.init_app(app)
        yield
    app.config["REDIS_URL"], app.extensions["doorbell"] = before


def test_it_is_ready_with_everything_up(client: FlaskClient, redis: None) -> None:
    run(NOTHING, now())
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json
    assert answer.json is not None
    assert answer.json | {"last_sweep_age": 0} == {
        "status": "ready",
        "database": True,
        "schema": True,
        "redis": True,
        "last_sweep_age": 0,
        "oldest_unsent_letter_age": None,
    }


def test_it_is_red_without_redis_and_without_a_clock(client: FlaskClient, db_session: Session) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["redis"], answer.json["last_sweep_age"]) == (False, None)


def test_it_is_red_while_a_transactional_letter_waits_too_long(
    client: FlaskClient, redis: None, db_session: Session, specimen: Letter
) -> None:
    run(NOTHING, now())
    post(specimen, now())
    assert client.get("/readyz").status_code == 200
    db_session.execute(update(StoredLetter).values(queued_at=func.now() - timedelta(minutes=11)))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["oldest_unsent_letter_age"] > 600


def test_it_is_red_while_the_schema_is_behind(client: FlaskClient, redis: None, db_session: Session) -> None:
    run(NOTHING, now())
    db_session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["schema"] is False


def test_metrics_count_the_outbox(client: FlaskClient, db_session: Session, specimen: Letter) -> None:
    run(NOTHING, now())
    post(specimen, now())
    lines = client.get("/metrics").text.splitlines()
    assert 'konvent_letters{kind="specimen",state="queued"} 1.0' in lines
    assert 'konvent_letter_acceptance_seconds_bucket{le="+Inf"} 0.0' in lines
    assert any(line.startswith("konvent_sweep_age_seconds") for line in lines)
    assert any(line.startswith("konvent_doorbell_missed_total") or "doorbell" in line for line in lines)
