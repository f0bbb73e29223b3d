"""The proof of work: solved by a script, bound to one form, worthless for another."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.web import human


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(human, "COST", 2)


def solve(task: dict[str, object]) -> str:
    challenge = Challenge.from_dict(task)
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()


def test_a_solved_task_proves_its_own_form_only(app: Flask, client: FlaskClient) -> None:
    key = uuid.uuid4()
    with app.test_request_context():
        address = human.challenge_url(str(key))
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    payload = solve(answer.get_json())
    with app.app_context():
        assert human.is_proven(payload, str(key))
        assert not human.is_proven(payload, str(uuid.uuid4()))


def test_an_old_task_proves_nothing(app: Flask) -> None:
    with app.app_context():
        payload = solve(human.make_challenge(human.fingerprint_of("k"), clock.now() - timedelta(hours=3)))
        assert not human.is_proven(payload, "k")


def test_a_task_that_we_did_not_set_proves_nothing(app: Flask) -> None:
    with app.app_context():
        task = human.make_challenge(human.fingerprint_of("k"), clock.now())
        payload = solve(task | {"signature": "0" * 64})
        assert not human.is_proven(payload, "k")


@pytest.mark.parametrize("payload", [None, "", "x", "e30=", "bnVsbA==", "W10=", "x" * 5000, "eyJjaGFsbGVuZ2UiOnt9fQ=="])
def test_nonsense_proves_nothing(app: Flask, payload: str | None) -> None:
    with app.app_context():
        assert not human.is_proven(payload, "k")


def test_a_task_needs_a_form_of_ours(client: FlaskClient) -> None:
    assert client.get("/pruefung/gefaelscht").status_code == 404
