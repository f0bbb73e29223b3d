"""Tells the workers that something waits; the only module under app/ that knows Celery.

Best effort by law: Redis may be down, hanging or flushed, and neither the person nor the
transaction may notice. Whatever the bell misses, a sweep finds a few seconds later.
"""

from __future__ import annotations

from celery import Celery
from flask import current_app
from prometheus_client import Counter

LETTERS = "deliver-letters"
PUBLISH_TIMEOUT_SECONDS = 1.0
MISSED = Counter("konvent_doorbell_missed_total", "Rings that the broker did not take", ["task"])


def make_bell(redis_url: str) -> Celery:
    """A Celery client that publishes within a second or not at all (measured: without socket
    timeouts a hanging broker blocks the web request for minutes)."""
    bell = Celery("konvent-bell", broker=redis_url, set_as_current=False)
    bell.conf.update(
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_publish_retry=False,
        broker_connection_timeout=PUBLISH_TIMEOUT_SECONDS,
        broker_connection_retry=False,
        broker_connection_max_retries=0,
        broker_transport_options={
            "socket_timeout": PUBLISH_TIMEOUT_SECONDS,
            "socket_connect_timeout": PUBLISH_TIMEOUT_SECONDS,
            "retry_on_timeout": False,
            "max_retries": 0,
        },
    )
    return bell


def ring(task: str) -> None:
    """Ask a worker to run the named task now. Never raises; a missed ring is counted."""
    bell = current_app.extensions.get("doorbell")
    if bell is None:
        return
    try:
        bell.send_task(task, retry=False, ignore_result=True)
    except Exception as fault:  # noqa: BLE001  whatever it is, the person must not notice
        MISSED.labels(task).inc()
        current_app.logger.warning("doorbell missed task=%s fault=%s", task, type(fault).__name__)


def ring_letters() -> None:
    """Letters were posted; the callback that mail hands to after_commit()."""
    ring(LETTERS)
