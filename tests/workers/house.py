"""The hands of the house for a test: a real broker and real Celery processes, each ended by its id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tools import processes
from tools.servers import broker

ROOT = Path(__file__).parents[2]
READY_WITHIN = 40.0


@dataclass
class House:
    """Workers and clocks on one broker; `environ` is what they are started with."""

    folder: Path
    environ: Mapping[str, str]
    redis: broker.Valkey
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A worker as it is deployed; comes back when it is ready."""
        log = self.folder / f"worker{len(self.children)}.log"
        worker = self._start("worker", log)
        assert wait_for(lambda: " ready." in log.read_text(), READY_WITHIN), log.read_text()
        return worker

    def start_beat(self) -> subprocess.Popen[bytes]:
        """A clock as it is deployed."""
        return self._start("beat", self.folder / f"beat{len(self.children)}.log")

    def _start(self, name: str, log: Path) -> subprocess.Popen[bytes]:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environ = {**os.environ, "PATH": path, **self.environ, "REDIS_URL": self.redis.url}
        with log.open("ab") as out:
            child = processes.spawn([str(ROOT / "deploy" / name)], out, signal.SIGKILL, cwd=ROOT, env=environ)
        self.children.append(child)
        return child

    def stop_redis(self) -> None:
        """Take the broker away, with everything that it knew."""
        self.redis.stop()

    def start_redis(self) -> None:
        """Bring an empty broker back at the same address."""
        port = urlsplit(self.redis.url).port
        self.redis = broker.start(self.folder / "redis", durable=False, port=port)

    def end(self) -> None:
        """End everything that was started."""
        for child in self.children:
            kill(child)
        self.redis.stop()


def kill(child: subprocess.Popen[bytes]) -> None:
    """Kill -9 a process and the children in its session, and wait until they are gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait(10)


def wait_for(happened: Callable[[], bool], seconds: float) -> bool:
    """Poll until something has happened; False when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.02)
    return False


@contextlib.contextmanager
def house(folder: Path, environ: Mapping[str, str]) -> Iterator[House]:
    """A broker, and whatever is started beside it, for the length of a block."""
    built = House(folder, environ, broker.start(folder / "redis", durable=False))
    try:
        yield built
    finally:
        built.end()
