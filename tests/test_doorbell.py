"""The doorbell: a second at most even when the broker hangs, never an error, and not everybody pays for it."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask

from app import doorbell
from app.doorbell import MISSED, Doorbell
from tools.servers import broker


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[broker.Valkey]:
    server = broker.start(tmp_path / "redis", durable=False)
    yield server
    os.kill(server.process.pid, signal.SIGCONT)
    server.stop()


def _seconds(bell: Doorbell, app: Flask) -> float:
    with app.app_context():
        begun = time.monotonic()
        bell.ring("deliver-letters")
        return time.monotonic() - begun


def _missed() -> float:
    return float(MISSED.labels("deliver-letters")._value.get())


def test_a_hanging_broker_costs_one_ring_a_second_and_the_next_nothing(app: Flask, valkey: broker.Valkey) -> None:
    os.kill(valkey.process.pid, signal.SIGSTOP)
    bell, before = Doorbell(valkey.url), _missed()
    first, second = _seconds(bell, app), _seconds(bell, app)
    print(f"stopped broker: {first:.2f} s, then {second * 1000:.2f} ms")
    assert first < 1.0
    assert second < 0.05
    assert _missed() == before + 2
    assert not bell.answers()


def test_a_broker_that_stops_after_it_was_connected_costs_no_more(app: Flask, valkey: broker.Valkey) -> None:
    bell = Doorbell(valkey.url)
    _seconds(bell, app)
    assert bell.answers()
    time.sleep(doorbell.ECHO_SECONDS)
    os.kill(valkey.process.pid, signal.SIGSTOP)
    assert _seconds(bell, app) < 1.0


def test_a_port_that_swallows_everything_costs_no_more(app: Flask) -> None:
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(0)
        address = hole.getsockname()
        # Fill the queue of connections: the next one gets no answer at all.
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        spent = _seconds(Doorbell(f"redis://127.0.0.1:{address[1]}/0"), app)
        for filler in fillers:
            filler.close()
    print(f"black hole: {spent:.2f} s")
    assert spent < 1.0


def test_a_bell_that_has_just_been_rung_is_not_rung_again(app: Flask, valkey: broker.Valkey) -> None:
    bell = Doorbell(valkey.url)
    for _ in range(50):
        _seconds(bell, app)
    assert bell.answers()
    assert _waiting(valkey) == 1
    time.sleep(doorbell.ECHO_SECONDS)
    _seconds(bell, app)
    assert _waiting(valkey) == 2


def _waiting(valkey: broker.Valkey) -> int:
    with redis.Redis.from_url(valkey.url) as client:
        return int(client.llen(doorbell.QUEUE))
