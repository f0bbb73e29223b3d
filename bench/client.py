"""A small HTTP client for loopback: keep-alive connections in a closed loop, no more work than needed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
LONGEST_ANSWER = 4 * 1024 * 1024
TIMEOUT = 20.0


class BadAnswer(RuntimeError):
    """The server said something else than 200, or hung up."""


@dataclass(slots=True)
class Run:
    """What one closed loop measured: seconds a request, and how long it went on."""

    seconds: float
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second, over all connections."""
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the requests stayed under."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = self._open()

    def _open(self) -> socket.socket:
        opened = socket.create_connection((HOST, self._port), timeout=TIMEOUT)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def get(self, path: str) -> bytes:
        """The body of a page. Raises BadAnswer."""
        return self.page(path)[1]

    def page(self, path: str) -> tuple[bytes, bytes]:
        """The head and the body of a page. Raises BadAnswer."""
        return self._exchange(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Language: de\r\n\r\n".encode(), b" 200 ")

    def post(self, path: str, form: Mapping[str, str], cookie: str = "") -> None:
        """Send a form and be sent on. Raises BadAnswer when the answer is no 302 or 303."""
        body = urlencode(form).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Language: de\r\nReferer: http://{HOST}/\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"Cookie: {cookie}\r\n\r\n"
        )
        self._exchange(head.encode() + body, b" 30")

    def _exchange(self, question: bytes, wanted: bytes) -> tuple[bytes, bytes]:
        self._socket.sendall(question)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), None)
        if wanted not in lines[0] or length is None or length > LONGEST_ANSWER:
            raise BadAnswer(f"{question[:80]!r}: {lines[0]!r}")
        while len(body) < length:
            body += self._more()
        if b"connection: close" in lines:
            self.close()
            self._socket = self._open()
        return head, body

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise BadAnswer("the server hung up")
        return part

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def closed_loop(port: int, paths: Sequence[str], seconds: float, connections: int = 4) -> Run:
    """Ask for these pages in turn on some connections at once for so long."""
    positions = [number * 7919 for number in range(connections)]

    def ask(connection: Connection, number: int) -> None:
        connection.get(paths[positions[number] % len(paths)])
        positions[number] += 1

    return at_once(port, ask, seconds, connections)


def at_once(port: int, ask: Callable[[Connection, int], None], seconds: float, connections: int = 4) -> Run:
    """Have each of some connections ask again and again for so long; `ask` gets the connection and its number."""
    runs = [Run(seconds) for _ in range(connections)]
    faults: list[Exception] = []

    def go_on(number: int) -> None:
        connection = Connection(port)
        try:
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                started = time.perf_counter()
                ask(connection, number)
                runs[number].times.append(time.perf_counter() - started)
        except (OSError, BadAnswer) as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return Run(seconds, [one for run in runs for one in run.times])
