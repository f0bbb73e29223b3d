"""Embedded servers out of wheels, so that a bare machine needs no installed database or broker."""

from tools.servers.broker import Valkey, valkey
from tools.servers.database import Postgres, postgres
from tools.servers.errors import ServerError

__all__ = ["Postgres", "ServerError", "Valkey", "postgres", "valkey"]
