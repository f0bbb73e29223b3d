"""Child processes that never outlive their parent, and the ports they listen on."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from typing import Any, BinaryIO

# Loaded before any fork: between fork and exec a child must not look up libraries.
_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def spawn(
    command: list[str], log: BinaryIO | int | None, death_signal: signal.Signals, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C is the parent's to hand on, in order), tied to its parent's life.

    `options` are Popen's; `log` takes both outputs.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=_die_with_parent(death_signal),  # noqa: PLW1509 - it calls nothing but a loaded C function
        **options,
    )


def _die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Have the kernel signal the child when its parent is gone, `kill -9` included."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), death_signal)

    return ask_the_kernel


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_until(ready: Callable[[], bool], child: subprocess.Popen[bytes], seconds: float) -> bool:
    """Poll until `ready`; return False as soon as the child has ended or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        if child.poll() is not None:
            return False
        time.sleep(0.02)
    return False


def stop(child: subprocess.Popen[bytes], first: signal.Signals, patience: float) -> None:
    """Ask a child to end, and after `patience` seconds make it."""
    if child.poll() is not None:
        return
    child.send_signal(first)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(2)
