"""The way to the broker: tried again every second, where Celery would wait ever longer, up to half a minute."""

from __future__ import annotations

from typing import Any

from celery import Celery
from kombu import Connection

SECONDS_BETWEEN_TRIES = 1


class PromptConnection(Connection):
    """A connection that is back within a second of the broker's return."""

    def ensure_connection(self, *args: Any, **options: Any) -> Any:
        """Like kombu's, with a wait that does not grow."""
        steady = {"interval_start": SECONDS_BETWEEN_TRIES, "interval_step": 0, "interval_max": SECONDS_BETWEEN_TRIES}
        return super().ensure_connection(*args, **{**options, **steady})


def use_prompt_connections(celery: Celery[Any]) -> None:
    """Have worker and beat of this application reconnect promptly."""
    celery.amqp.Connection = PromptConnection
