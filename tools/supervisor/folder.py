"""The folder `var/`: all data of the local house, used by one supervisor at a time."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tools.servers.secret import kept_secret
from tools.supervisor.plan import CannotStart

_LARGEST_LOG = 5_000_000


class DataFolder:
    """Names of what lies in `var/`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.postgres = path / "postgres"
        self.valkey = path / "valkey"
        self.mailbox = path / "mailbox"
        self.uploads = path / "uploads"
        self.sign_ins = path / "sign-ins.txt"
        self._running = path / "running.json"

    @contextlib.contextmanager
    def held(self, address: str) -> Iterator[None]:
        """Keep other supervisors out; raises CannotStart when one is inside or nothing can be written."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / "log").mkdir(exist_ok=True)
            self.uploads.mkdir(exist_ok=True)
            lock = (self.path / "lock").open("a")
        except OSError as error:
            raise CannotStart(
                f"Cannot write to {self.path} ({error.strerror}): clone into a folder that you own."
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CannotStart(self._who_runs()) from error
            self._running.write_text(json.dumps({"process": os.getpid(), "address": address}))
            try:
                yield
            finally:
                self._running.unlink(missing_ok=True)

    def secret_key(self) -> str:
        """Return the key that signs links and sessions, the same after every start."""
        return kept_secret(self.path / "secret-key")

    def log(self, name: str) -> BinaryIO:
        """Open a process's log, putting a long one aside first."""
        path = self.log_path(name)
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def log_path(self, name: str) -> Path:
        """Return where a process writes."""
        return self.path / "log" / f"{name}.log"

    def _who_runs(self) -> str:
        try:
            facts = json.loads(self._running.read_text())
            return f"Konvent already runs in this folder: {facts['address']} (process {facts['process']})."
        except (OSError, ValueError, KeyError, TypeError):
            return "Konvent already runs in this folder."
