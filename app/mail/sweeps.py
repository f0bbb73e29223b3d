"""The post's sweeps: send whatever the doorbell missed, and forget what need not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from app.doorbell import LETTERS
from app.mail.counting import count_a_piece, pieces_to_count
from app.mail.delivery import deliver
from app.mail.forgetting import FORGOTTEN_AT_ONCE, bodies_to_forget, forget_bodies
from app.mail.queries import due_count
from app.sweeps import BatchSweep, Sweep, SweepReport

# Each piece is a statement and a transaction of its own; what is left over waits for the next run.
PIECES_A_RUN = 10
# After the last letter it looks a little longer: a doorbell that rang just before is not rung again so soon.
LINGER_SECONDS = 0.6


def _deliver(_: datetime, report: SweepReport) -> None:
    delivery = deliver(linger=LINGER_SECONDS)
    report.found, report.done = delivery.found, delivery.sent
    if delivery.last_trouble:
        report.failed.append(delivery.last_trouble)


def _pieces_to_forget(now: datetime) -> Sequence[int]:
    letters = bodies_to_forget(now, at_most=PIECES_A_RUN * FORGOTTEN_AT_ONCE)
    return range(ceil(letters / FORGOTTEN_AT_ONCE))


def _forget(_: int, now: datetime) -> None:
    forget_bodies(now)


def _pieces_to_count(_: datetime) -> Sequence[int]:
    return range(min(PIECES_A_RUN, pieces_to_count()))


def _count(_: int, _now: datetime) -> None:
    count_a_piece()


DELIVER_LETTERS = BatchSweep(LETTERS, timedelta(seconds=5), waiting=lambda _: due_count(), settle=_deliver)
PURGE_LETTER_BODIES = Sweep("purge-letter-bodies", timedelta(hours=1), _pieces_to_forget, _forget)
COUNT_LETTERS = Sweep("count-letters", timedelta(minutes=5), _pieces_to_count, _count)
SWEEPS = (DELIVER_LETTERS, PURGE_LETTER_BODIES, COUNT_LETTERS)
