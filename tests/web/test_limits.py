"""How often somebody may try, and that this works while Redis is away or hangs."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import hang_up
from app.factory import create_app
from app.web.limits import address_block, limiter
from tools.servers.broker import valkey

LimitedApp = Callable[[str], Flask]


@pytest.fixture
def limited(database_url: str) -> Iterator[LimitedApp]:
    """Makes applications that count, each in a store of its own."""

    made: list[Flask] = []

    def make(store: str) -> Flask:
        app = create_app(
            {
                "SQLALCHEMY_DATABASE_URI": database_url,
                "WTF_CSRF_ENABLED": False,
                "RATELIMIT_ENABLED": True,
                "RATELIMIT_STORAGE_URI": store,
            },
            environ={"KONVENT_MODE": "testing"},
        )
        app.extensions["doorbell"] = None
        made.append(app)
        return app

    try:
        yield make
    finally:
        limiter.enabled = False
        for app in made:
            with app.app_context():
                hang_up()


@pytest.fixture
def hanging_redis() -> Iterator[str]:
    """A server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2345:6:7:8:9", "2001:db8:1:2300::/56"),
        (None, "unknown"),
    ],
)
def test_an_address_counts_with_its_block(app: Flask, address: str | None, block: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert address_block() == block


def fail_to_sign_in(client: FlaskClient, email: str, address: str) -> int:
    data = {"email": email, "password": "das stimmt bestimmt nicht"}
    return client.post("/anmelden", data=data, environ_base={"REMOTE_ADDR": address}).status_code


def test_one_account_is_not_guessed_at_from_everywhere(limited: LimitedApp) -> None:
    app = limited("memory://")
    codes = [fail_to_sign_in(app.test_client(), "a@haus.example", f"198.51.{n}.1") for n in range(12)]
    assert codes == [422] * 10 + [429] * 2
    assert fail_to_sign_in(app.test_client(), "A@Haus.example ", "198.51.99.1") == 429, "the same account"
    assert fail_to_sign_in(app.test_client(), "b@haus.example", "198.51.99.1") == 422, "another one"


def test_one_block_does_not_try_all_accounts(limited: LimitedApp) -> None:
    app = limited("memory://")
    codes = [fail_to_sign_in(app.test_client(), f"{n}@haus.example", f"198.51.100.{n}") for n in range(32)]
    assert codes == [422] * 30 + [429] * 2


def test_nobody_fills_a_mailbox_that_is_not_theirs(limited: LimitedApp) -> None:
    app = limited("memory://")
    answers = [
        app.test_client().post(
            "/anmelden/link", data={"email": "a@haus.example"}, environ_base={"REMOTE_ADDR": f"198.51.{n}.1"}
        )
        for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3600


def test_reading_is_never_limited(limited: LimitedApp) -> None:
    app = limited("memory://")
    assert {app.test_client().get("/anmelden").status_code for _ in range(40)} == {200}


def test_the_count_outlives_the_process(limited: LimitedApp, tmp_path: Path) -> None:
    with valkey(tmp_path / "valkey", durable=False) as store:
        first = limited(store)
        before = [fail_to_sign_in(first.test_client(), "a@haus.example", "198.51.100.1") for _ in range(10)]
        limiter.storage.storage.close()  # type: ignore[attr-defined]
        after = fail_to_sign_in(limited(store).test_client(), "a@haus.example", "198.51.100.1")
        limiter.storage.storage.close()  # type: ignore[attr-defined]
    assert (before, after) == ([422] * 10, 429)


def test_limits_hold_while_redis_is_away(limited: LimitedApp) -> None:
    app = limited("redis://127.0.0.1:1/0")
    codes = [fail_to_sign_in(app.test_client(), "a@haus.example", "198.51.100.1") for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2


def test_nobody_waits_for_a_redis_that_hangs(limited: LimitedApp, hanging_redis: str) -> None:
    app = limited(hanging_redis)
    began = time.monotonic()
    codes = [fail_to_sign_in(app.test_client(), "a@haus.example", "198.51.100.1") for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2
    assert time.monotonic() - began < 5, "one short wait, not one for each request"
