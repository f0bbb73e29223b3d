"""The way to the broker: tried again every second, and outliving a broker that leaves in the middle of a task.

Celery waits ever longer between tries, up to half a minute. And kombu 5.7 asks a connection that is gone for its
host when it hands back or acknowledges what was going on; the AttributeError ended the worker. Told as what it is,
a lost connection, everybody knows what to do: what the task was for stands in the database anyway.
"""

from __future__ import annotations

from typing import Any

from celery import Celery
from kombu import Connection
from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as RedisConnectionError

SECONDS_BETWEEN_TRIES = 1


class PatientChannel(kombu_redis.Channel):
    """A channel that knows when its connection is gone."""

    def _connparams(self, asynchronous: bool = False) -> Any:
        if self.connection.client is None:
            raise RedisConnectionError("the connection of this channel is gone")
        return super()._connparams(asynchronous)  # type: ignore[misc]


class PatientTransport(kombu_redis.Transport):
    """kombu's way to Redis with such channels."""

    Channel = PatientChannel


class PromptConnection(Connection):
    """A connection that is back within a second of the broker's return."""

    def get_transport_cls(self) -> type[PatientTransport]:
        """Redis it is, whatever the scheme."""
        return PatientTransport

    def ensure_connection(self, *args: Any, **options: Any) -> Any:
        """Like kombu's, with a wait that does not grow."""
        steady = {"interval_start": SECONDS_BETWEEN_TRIES, "interval_step": 0, "interval_max": SECONDS_BETWEEN_TRIES}
        return super().ensure_connection(*args, **{**options, **steady})


def use_prompt_connections(celery: Celery[Any]) -> None:
    """Have worker and beat of this application reconnect promptly."""
    celery.amqp.Connection = PromptConnection
