"""Tells the workers that something waits; the only module under app/ that knows Celery.

Best effort by law: Redis may be down, hanging or flushed, and neither the person nor the
transaction may notice. Whatever the bell misses, a sweep finds a few seconds later.
"""

from __future__ import annotations

import threading
import time
from typing import cast

from celery import Celery
from flask import Flask, current_app
from prometheus_client import Counter
from redis import Redis, RedisError

LETTERS = "deliver-letters"
QUEUE = "konvent"
# Connecting and publishing each may take this long; both together stay under a second.
TIMEOUT_SECONDS = 0.4
# After a missed ring nobody tries for this long: one request in ten seconds pays the timeout, not every one.
REST_SECONDS = 10.0
# A bell that has just been rung is not rung again: the worker it woke keeps looking for longer than this.
ECHO_SECONDS = 0.4
_KEY = "doorbell"

RUNG = Counter("konvent_doorbell_rung_total", "Rings that the broker took", ["task"])
MISSED = Counter("konvent_doorbell_missed_total", "Rings that the broker did not take", ["task"])


class Doorbell:
    """Publishes task names, within a second or not at all.

    (Measured: without socket timeouts a hanging broker blocked the web request for 850 s.)
    """

    def __init__(self, redis_url: str) -> None:
        self._url = redis_url
        self._celery = _client(redis_url)
        self._lock = threading.Lock()
        self._rests_until = float("-inf")
        self._rung_at: dict[str, float] = {}

    def ring(self, task: str) -> None:
        """Ask a worker to run the named task now. Never raises; a missed ring is counted."""
        now = time.monotonic()
        with self._lock:
            if now - self._rung_at.get(task, float("-inf")) < ECHO_SECONDS:
                return
            resting = now < self._rests_until
            if not resting:
                self._rung_at[task] = now
                # Until this ring has succeeded nobody else waits for a broker that may hang.
                self._rests_until = now + REST_SECONDS
        if resting:
            MISSED.labels(task).inc()
            return
        self._publish(task)

    def answers(self) -> bool:
        """Whether the broker can be reached right now."""
        try:
            with Redis.from_url(
                self._url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
            ) as client:
                return bool(client.ping())
        except (RedisError, OSError):
            return False

    def _publish(self, task: str) -> None:
        try:
            self._celery.send_task(task, retry=False, ignore_result=True)
        except Exception as fault:  # noqa: BLE001  whatever it is, the person must not notice
            self._rung_at.pop(task, None)
            MISSED.labels(task).inc()
            current_app.logger.warning("doorbell missed task=%s fault=%s", task, type(fault).__name__)
        else:
            RUNG.labels(task).inc()
            self._rests_until = float("-inf")


def init_app(app: Flask) -> None:
    """Hang the bell; connects to nothing yet."""
    app.extensions[_KEY] = Doorbell(str(app.config["REDIS_URL"]))


def bell() -> Doorbell | None:
    """The application's bell; None in tests that want silence."""
    return cast("Doorbell | None", current_app.extensions.get(_KEY))


def ring(task: str) -> None:
    """Ask a worker to run the named task now, if it can be asked."""
    hung = bell()
    if hung is not None:
        hung.ring(task)


def ring_letters() -> None:
    """Letters were posted; the callback that mail hands to after_commit()."""
    ring(LETTERS)


def _client(redis_url: str) -> Celery:
    client = Celery("konvent-bell", broker=redis_url, set_as_current=False)
    client.conf.update(
        task_default_queue=QUEUE,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_publish_retry=False,
        broker_pool_limit=4,
        broker_connection_timeout=TIMEOUT_SECONDS,
        broker_connection_retry=False,
        broker_connection_max_retries=0,
        broker_transport_options={
            "socket_timeout": TIMEOUT_SECONDS,
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "retry_on_timeout": False,
            "max_retries": 0,
        },
    )
    return client
