"""One process of the house: started, started again when it dies, ended with its whole group."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

_PATIENCE_SECONDS = 20.0
_TRIES = 4


class Child:
    """A named process and how to start it."""

    def __init__(
        self,
        name: str,
        start: Callable[[], subprocess.Popen[bytes]],
        log: Path,
        ending: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.log = log
        self._start = start
        self._ending = ending
        self._starts: list[float] = []
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        self._starts.append(time.monotonic())
        return self._start()

    @property
    def ended(self) -> bool:
        """Whether it is gone although nobody asked it to."""
        return self.process.poll() is not None

    @property
    def keeps_dying(self) -> bool:
        """Whether another try is pointless."""
        recent = [start for start in self._starts if start > time.monotonic() - _PATIENCE_SECONDS]
        return len(recent) >= _TRIES

    def start_again(self) -> None:
        """Replace the process that has ended."""
        self._sweep_up()
        self.process = self._started()

    def ask_to_end(self) -> None:
        """Begin the end; `wait` finishes it."""
        if not self.ended:
            self.process.send_signal(self._ending)

    def wait(self, deadline: float) -> None:
        """Wait until the moment (of time.monotonic), then make it end, and with it whatever it started."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.01, deadline - time.monotonic()))
        self._sweep_up()

    def _sweep_up(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)

    def last_words(self) -> str:
        """Return the last line of its log."""
        with contextlib.suppress(OSError):
            lines = self.log.read_text(errors="replace").strip().splitlines()
            if lines:
                return lines[-1].strip()[:300]
        return "it said nothing"
