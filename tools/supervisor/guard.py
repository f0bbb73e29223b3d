"""A witness of the supervisor's death: kills, group by group, what did not end by itself."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from types import TracebackType

_GRACE_SECONDS = 2.0
_ALL_ENDED = "all ended"


class Guard:
    """The supervisor's side: tells the witness which groups there are, and at a proper end that nothing is left."""

    def __init__(self) -> None:
        self._witness = subprocess.Popen(
            [sys.executable, "-I", __file__], stdin=subprocess.PIPE, text=True, bufsize=1, start_new_session=True
        )

    def __enter__(self) -> "Guard":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let the witness go; called when every child has ended."""
        with contextlib.suppress(OSError):
            self._witness.communicate(_ALL_ENDED)

    def watch(self, group: int) -> None:
        """Have one more group of processes killed in case of need."""
        if self._witness.stdin is not None:
            with contextlib.suppress(OSError):
                self._witness.stdin.write(f"{group}\n")


def main() -> None:
    """Read groups until the supervisor's end of the pipe closes, by its will or by its death."""
    lines = [line.strip() for line in sys.stdin]
    if _ALL_ENDED in lines:
        return
    time.sleep(_GRACE_SECONDS)  # the kernel has told them to end; a worker may finish its letter
    for group in lines:
        with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):
            os.killpg(int(group), signal.SIGKILL)


if __name__ == "__main__":
    main()
