"""Delivery: claim a batch, look once more whether each letter may go, send, mark each by itself.

Sending happens outside any transaction, over one or several sessions (sessions.py); each letter is marked in a commit
of its own right after the server took it (marks.py): at most one extra copy per session of a worker killed between
SMTP's 250 and that commit, always with the same Message-ID.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from app.clock import now as clock_now
from app.db import transaction
from app.doorbell import ring_letters
from app.mail import claims, pace, recheck
from app.mail.delivery.marks import withhold
from app.mail.delivery.sessions import Sessions
from app.mail.message import Sender
from app.mail.queries import letters_are_due
from app.mail.smtp import SessionTrouble

BATCH = 100
FIRST_BATCH = 20
# A batch takes about so long, so that what is urgent never waits for more than one of them.
BATCH_SECONDS = 0.5
LOOK_AGAIN_SECONDS = 0.05


@dataclass(slots=True)
class Delivery:
    """What one run did, by outcome."""

    sent: int = 0
    deferred: int = 0
    refused: int = 0
    withheld: int = 0
    troubles: int = 0
    last_trouble: str = ""

    @property
    def found(self) -> int:
        """How many letters it had in hand."""
        return self.sent + self.deferred + self.refused + self.withheld


@dataclass(slots=True)
class _Run:
    sessions: Sessions
    ends_at: float
    withheld: int = 0
    has_called: bool = False
    unreachable: str = ""

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.ends_at or self.sessions.gave_up or bool(self.unreachable)

    def report(self) -> Delivery:
        tally = self.sessions.tally
        troubles = tally.troubles + bool(self.unreachable)
        trouble = self.unreachable or tally.last_trouble
        return Delivery(tally.sent, tally.deferred, tally.refused, self.withheld, troubles, trouble)


def deliver(seconds: float = 20.0, linger: float = 0.0) -> Delivery:
    """Send what is due until nothing is, the mail server fails, or `seconds` are over.

    `linger`: so many seconds it keeps looking after a letter, so that the doorbell need not ring for each one.
    """
    with transaction():
        claims.take_back_lost_letters()
    settings = current_app.config
    sender = Sender.parse(settings["MAIL_DEFAULT_SENDER"], settings["MAIL_CONTACT"])
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001  for threads
    with Sessions(app, sender, settings["MAIL_SESSIONS"]) as sessions:
        run = _Run(sessions, ends_at=time.monotonic() + seconds)
        quiet_since = float("-inf")
        while not run.is_over:
            if _deliver_batch(run):
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since >= linger:
                break
            else:
                time.sleep(LOOK_AGAIN_SECONDS)
        return run.report()


def _deliver_batch(run: _Run) -> bool:
    """Handle one batch; False when nothing is due or the mail server cannot be reached."""
    if not letters_are_due():
        return False
    try:
        run.sessions.connect()
    except SessionTrouble as trouble:
        # Before any claim: while the server is away no letter changes its state.
        run.unreachable = str(trouble)
        current_app.logger.warning("mail server: %s", trouble)
        return False
    claimed_at = time.monotonic()
    wanted = _batch_size(run.sessions.rate)
    with transaction():
        limit = pace.reserve(wanted, current_app.config["MAIL_RATE_LIMIT"])
        claim = claims.claim(limit)
    with transaction():
        checked = recheck.check(claim.letters, clock_now())
        for letter, verdict in checked.withheld:
            withhold(letter, claim.token, verdict)
    run.withheld += len(checked.withheld)
    _call_for_help(run, len(claim.letters) >= wanted)
    lease_ends = claimed_at + claims.LEASE.total_seconds()
    rest = run.sessions.send(claim.token, checked.cleared, lease_ends, run.ends_at)
    if rest:
        with transaction():
            claims.give_back(claim.token, rest)
    return bool(claim.letters)


def _batch_size(rate: float) -> int:
    return min(BATCH, max(FIRST_BATCH, int(rate * BATCH_SECONDS))) if rate else FIRST_BATCH


def _call_for_help(run: _Run, batch_is_full: bool) -> None:
    """Wake one more worker when there is more than this one can carry at once; once a run, so that few tasks do."""
    if batch_is_full and not run.has_called:
        run.has_called = True
        ring_letters()
