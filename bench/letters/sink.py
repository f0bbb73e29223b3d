"""A mail server that takes everything as fast as Python can, or after a pause, and tells what it took.

It runs as a process of its own: `python -m bench.letters.sink PORT PAUSE_SECONDS`. `XSTAT` answers with JSON, `XRESET`
forgets. Moments are of time.time(), so that other processes on the machine can compare.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tools import processes

ROOT = Path(__file__).parents[2]
_END = b"\r\n.\r\n"
# Letters to such an address are timed one by one.
PROBE = b"probe"


class _Tally:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.taken, self.first, self.last, self.sessions = 0, 0.0, 0.0, 0
        self.probes: dict[str, float] = {}

    def note(self, recipient: bytes) -> None:
        self.last = time.time()
        self.first = self.first or self.last
        self.taken += 1
        if recipient.startswith(PROBE):
            self.probes[recipient.decode("ascii")] = self.last

    def told(self) -> bytes:
        facts = {"taken": self.taken, "first": self.first, "last": self.last, "sessions": self.sessions}
        return json.dumps({**facts, "probes": self.probes}).encode("ascii")


class _Session(asyncio.Protocol):
    def __init__(self, tally: _Tally, pause: float) -> None:
        self._tally, self._pause = tally, pause
        self._held, self._in_letter, self._resting = bytearray(), False, False
        self._recipient = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._held += data
        if not self._resting:
            self._work()

    def _work(self) -> None:
        answers = []
        while True:
            if self._in_letter:
                end = self._held.find(_END)
                if end < 0:
                    break
                del self._held[: end + len(_END)]
                self._in_letter = False
                if self._pause:
                    self._resting = True
                    asyncio.get_running_loop().call_later(self._pause, self._wake)
                    break
                self._tally.note(self._recipient)
                answers.append(b"250 OK\r\n")
                continue
            end = self._held.find(b"\r\n")
            if end < 0:
                break
            line = bytes(self._held[:end])
            del self._held[: end + 2]
            answers.append(self._answer(line))
        if answers:
            self._transport.write(b"".join(answers))

    def _wake(self) -> None:
        self._resting = False
        self._tally.note(self._recipient)
        self._transport.write(b"250 OK\r\n")
        self._work()

    def _answer(self, line: bytes) -> bytes:
        match line[:4].upper():
            case b"EHLO":
                self._tally.sessions += 1
                return b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
            case b"RCPT":
                self._recipient = line[9:].rstrip(b">")
            case b"DATA":
                self._in_letter = True
                # The line end before a first dot belongs to the command.
                self._held[:0] = b"\r\n"
                return b"354 go on\r\n"
            case b"XSTA":
                return b"250 " + self._tally.told() + b"\r\n"
            case b"XRES":
                self._tally.reset()
            case b"QUIT":
                asyncio.get_running_loop().call_soon(self._transport.close)
                return b"221 bye\r\n"
        return b"250 OK\r\n"


@dataclass(frozen=True, slots=True)
class Taken:
    """What the sink has taken since it was asked to forget; moments in seconds since 1970."""

    taken: int
    first: float
    last: float
    sessions: int
    probes: dict[str, float]


@dataclass(slots=True)
class Sink:
    """The running sink."""

    port: int

    def taken(self) -> Taken:
        """What came so far."""
        return Taken(**json.loads(self._ask("XSTAT")))

    def reset(self) -> None:
        """Count from nothing."""
        self._ask("XRESET")

    def wait_for(self, letters: int, seconds: float = 300.0) -> Taken:
        """Return when so many letters have come. Raises TimeoutError."""
        ends = time.monotonic() + seconds
        with smtplib.SMTP("127.0.0.1", self.port) as line:
            while time.monotonic() < ends:
                now = Taken(**json.loads(line.docmd("XSTAT")[1]))
                if now.taken >= letters:
                    return now
                time.sleep(0.02)
        raise TimeoutError(f"{now.taken} of {letters} letters came in {seconds} s")

    def _ask(self, verb: str) -> bytes:
        with smtplib.SMTP("127.0.0.1", self.port) as line:
            return line.docmd(verb)[1]


@contextlib.contextmanager
def sink(pause: float = 0.0) -> Iterator[Sink]:
    """A sink in a process of its own, answering each letter after `pause` seconds."""
    port = processes.free_port()
    child = subprocess.Popen([sys.executable, "-m", "bench.letters.sink", str(port), str(pause)], cwd=ROOT)
    running = Sink(port)
    try:
        if not processes.wait_until(lambda: _answers(running), child, 10):
            raise RuntimeError("the sink did not start")
        yield running
    finally:
        child.terminate()
        child.wait(5)


def _answers(running: Sink) -> bool:
    try:
        running.reset()
    except (OSError, smtplib.SMTPException):
        return False
    return True


async def _serve(port: int, pause: float) -> None:
    tally = _Tally()
    server = await asyncio.get_running_loop().create_server(lambda: _Session(tally, pause), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
