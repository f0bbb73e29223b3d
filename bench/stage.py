"""Sets the stage: an embedded PostgreSQL with a database of each size, and the real web server before it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from psycopg import sql

from app.factory import create_app
from bench.client import BadAnswer, Connection
from bench.data import fill
from tools import processes

ROOT = Path(__file__).parents[1]
# As a small server of an office would be set: a database that fits into memory stays there.
POSTGRES = {"shared_buffers": "1GB", "max_wal_size": "4GB"}
STARTS_WITHIN = 30.0
# What our own processes and the servers have in common.
ENVIRON = {"KONVENT_MODE": "development", "LOG_LEVEL": "ERROR"}
NOBODY = "redis://127.0.0.1:1/0"


@dataclass(frozen=True, slots=True)
class Server:
    """A web server with two processes; `started_in` is from its start to its first page, in seconds."""

    port: int
    pid: int
    started_in: float

    def memory(self) -> float:
        """Megabytes that its processes hold together, shared pages counted once (PSS)."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(_proportional_share(int(pid)) for pid in children) / 1024


def _proportional_share(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def database(server_url: str, ideas: int) -> str:
    """A migrated database with so many ideas, made anew; returns its address for DATABASE_URL."""
    name = f"bench_{ideas}"
    with psycopg.connect(plain(server_url), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = f"{server_url.rpartition('/')[0]}/{name}"
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, environ={"KONVENT_MODE": "testing"})
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
    fill(plain(url), ideas)
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE bench_floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text, body text)"
        )
    return url


def plain(url: str) -> str:
    """The address as psycopg reads it."""
    return url.replace("+psycopg", "")


@contextlib.contextmanager
def web(application: str, url: str, first_page: str, redis: str = NOBODY) -> Iterator[Server]:
    """The production server (deploy/web) with two processes, for the length of a block."""
    port = processes.free_port()
    environ = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}",
        **ENVIRON,
        "DATABASE_URL": url,
        "REDIS_URL": redis,
        "BIND": f"127.0.0.1:{port}",
        "WEB_APP": application,
        "WEB_PROCESSES": "2",
    }
    started = time.perf_counter()
    with (ROOT / "build" / "bench-web.log").open("ab") as log:
        child = subprocess.Popen([str(ROOT / "deploy" / "web")], cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        if not processes.wait_until(lambda: _answers(port, first_page), child, STARTS_WITHIN):
            raise RuntimeError("the web server did not start: see build/bench-web.log")
        yield Server(port, child.pid, time.perf_counter() - started)
    finally:
        processes.stop(child, signal.SIGTERM, 12)


def _answers(port: int, page: str) -> bool:
    try:
        connection = Connection(port)
    except OSError:
        return False
    try:
        connection.get(page)
    except (OSError, BadAnswer):
        return False
    else:
        return True
    finally:
        connection.close()
