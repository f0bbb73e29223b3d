"""Sessions with the mail server, several at once where it is slow: each sends a letter, marks it, takes the next.

A session marks a letter in a commit of its own right after the server took it, before it begins another one: a
worker that is killed costs at most one extra copy per open session. There is one session while the server answers
as fast as we can write; the slower it answers, the more there are, up to MAIL_SESSIONS of a worker process.
"""

from __future__ import annotations

import math
import threading
import time
import uuid
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType

from flask import Flask

from app.mail.bounces import envelope_sender
from app.mail.delivery.marks import Marker
from app.mail.message import Sender, UnsendableLetter, parse_address
from app.mail.models import StoredLetter
from app.mail.signing import Signer, finished_message
from app.mail.smtp import EXCHANGE_SECONDS, Accepted, Connection, Deferred, Outcome, Refused, Server, SessionTrouble

TROUBLES_THAT_END_A_RUN = 3


@dataclass(slots=True)
class Tally:
    """What sessions did, by outcome; they all write to one, under its lock."""

    sent: int = 0
    deferred: int = 0
    refused: int = 0
    troubles: int = 0
    last_trouble: str = ""
    in_exchange: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, outcome: Outcome | None, seconds: float) -> None:
        """Count one letter; without an outcome it was not even a message."""
        with self.lock:
            self.in_exchange += seconds
            match outcome:
                case Accepted():
                    self.sent += 1
                case Deferred():
                    self.deferred += 1
                case Refused() | None:
                    self.refused += 1

    def note_trouble(self, trouble: SessionTrouble) -> None:
        """Count a broken session."""
        with self.lock:
            self.troubles += 1
            self.last_trouble = str(trouble)


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters held by a claim; `lease_ends` and `run_ends` on this machine's monotonic clock."""

    token: uuid.UUID
    letters: deque[StoredLetter]
    lease_ends: float
    run_ends: float


class Sessions:
    """The open sessions of one run."""

    def __init__(self, app: Flask, sender: Sender, most: int) -> None:
        server = Server.from_settings(app.config)
        self._app, self._sender, self._signer = app, sender, Signer.from_settings(app.config)
        self._connections = [Connection(server, sender.address.domain) for _ in range(max(1, most))]
        self._threads = ThreadPoolExecutor(max(1, most), thread_name_prefix="smtp")
        self.tally = Tally()
        self.open_now = 1
        # Letters a second in the last batch; 0 before the first.
        self.rate = 0.0

    def __enter__(self) -> Sessions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown()
        for connection in self._connections:
            connection.close()

    def connect(self) -> None:
        """Make sure that one session stands before letters are claimed. Raises SessionTrouble."""
        self._connections[0].open()

    @property
    def gave_up(self) -> bool:
        """Whether so many sessions broke that this run has no use."""
        return self.tally.troubles >= TROUBLES_THAT_END_A_RUN

    def send(
        self, token: uuid.UUID, letters: Sequence[StoredLetter], lease_ends: float, run_ends: float
    ) -> list[uuid.UUID]:
        """Send a batch over as many sessions as the server's slowness calls for; returns what was not begun."""
        batch = Batch(token, deque(letters), lease_ends, run_ends)
        began, waited = time.monotonic(), self.tally.in_exchange
        used = min(self.open_now, len(letters))
        if used <= 1:
            self._work(0, batch)
        else:
            for work in [self._threads.submit(self._work_apart, number, batch) for number in range(used)]:
                work.result()
        done = len(letters) - len(batch.letters)
        if done:
            self._learn(done, max(1, used), time.monotonic() - began, self.tally.in_exchange - waited)
        return [letter.id for letter in batch.letters]

    def _learn(self, done: int, used: int, took: float, waited: float) -> None:
        self.rate = done / took if took else 0.0
        # What a session spends outside the exchange is our own work, which more sessions do not make faster.
        own = max(took * used - waited, 1e-6)
        wanted = math.ceil(waited / own)
        self.open_now = max(1, min(wanted, self.open_now * 2, len(self._connections)))

    def _work_apart(self, number: int, batch: Batch) -> None:
        with self._app.app_context():
            self._work(number, batch)

    def _work(self, number: int, batch: Batch) -> None:
        with Marker(batch.token) as marker:
            while not self._is_over(batch):
                try:
                    letter = batch.letters.popleft()
                except IndexError:
                    return
                self._send_one(self._connections[number], marker, letter)

    def _is_over(self, batch: Batch) -> bool:
        now = time.monotonic()
        return self.gave_up or now > batch.run_ends or now + EXCHANGE_SECONDS > batch.lease_ends

    def _send_one(self, connection: Connection, marker: Marker, letter: StoredLetter) -> None:
        try:
            message = finished_message(letter, self._sender, self._signer)
            recipient = parse_address(letter.recipient)
        except (UnsendableLetter, UnicodeError) as fault:
            self.tally.note(None, 0.0)
            marker.unsendable(letter, str(fault))
            return
        began = time.monotonic()
        try:
            outcome = connection.send(envelope_sender(letter, self._sender), recipient, message)
        except SessionTrouble as trouble:
            self.tally.note_trouble(trouble)
            self._app.logger.warning("mail server: %s", trouble)
            marker.interrupted(letter, str(trouble))
            return
        seconds = time.monotonic() - began
        marker.outcome(letter, outcome)
        self.tally.note(outcome, seconds)
