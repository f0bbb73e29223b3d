"""Letters leave within a second with everything up, soon after Redis returns, and none is lost meanwhile."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from sqlalchemy.orm import Session

from app.mail import Letter
from app.mail.states import LetterState
from tests.mail.outbox import let_leases_run_out, post_specimens, states
from tests.mail.smtp_server import ScriptedServer
from tests.workers.house import House, kill, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.faults]


def _taken(server: ScriptedServer, count: int, within: float) -> float:
    """Seconds until the mail server has accepted so many letters."""
    begun = time.monotonic()
    assert wait_for(lambda: len(server.taken) >= count, within), f"{len(server.taken)} of {count} after {within} s"
    return time.monotonic() - begun


def test_a_letter_leaves_within_a_second_and_the_clock_is_not_needed(
    hands: House, server: ScriptedServer, specimen: Letter
) -> None:
    hands.start_worker()
    post_specimens(1)
    first = _taken(server, 1, within=5)
    post_specimens(2)
    print(f"posted to accepted: {first:.3f} s, then {_taken(server, 2, within=5):.3f} s")
    assert first < 1.0
    assert wait_for(lambda: states() == {LetterState.SENT: 2}, 5)


def test_nothing_is_lost_while_redis_is_away(hands: House, server: ScriptedServer, specimen: Letter) -> None:
    hands.start_worker()
    hands.start_beat()
    hands.stop_redis()
    begun = time.monotonic()
    post_specimens(20)
    assert time.monotonic() - begun < 2.0, "a form does not wait for Redis"
    time.sleep(3)
    assert states()[LetterState.QUEUED] == 20
    hands.start_redis()
    print(f"accepted after Redis is back: {_taken(server, 20, within=10):.2f} s")
    assert wait_for(lambda: states() == {LetterState.SENT: 20}, 5)
    assert max(Counter(taken.message_id for taken in server.taken).values()) == 1


def test_redis_may_leave_in_the_middle_of_a_delivery(hands: House, server: ScriptedServer, specimen: Letter) -> None:
    server.delay = 0.05
    worker = hands.start_worker()
    hands.start_beat()
    post_specimens(40)
    _taken(server, 2, within=10)
    hands.stop_redis()
    _taken(server, 20, within=10)
    hands.start_redis()
    assert wait_for(lambda: states() == {LetterState.SENT: 40}, 15), states()
    post_specimens(42)
    assert wait_for(lambda: states() == {LetterState.SENT: 42}, 10), states()
    assert worker.poll() is None, "the worker outlives its broker"


def test_a_worker_killed_while_sending_loses_nothing(hands: House, server: ScriptedServer, specimen: Letter) -> None:
    server.delay = 0.03
    worker = hands.start_worker()
    post_specimens(60)
    _taken(server, 10, within=10)
    kill(worker)
    held = states()[LetterState.SENDING]
    assert held > 0
    let_leases_run_out()
    server.delay = 0.0
    hands.start_worker()
    assert wait_for(lambda: states() == {LetterState.SENT: 60}, 10), states()
    copies = Counter(taken.message_id for taken in server.taken)
    assert len(copies) == 60
    # One worker died, so at most one letter may have come twice.
    assert sum(count - 1 for count in copies.values()) <= 1


def test_two_workers_and_two_clocks_send_everything_once(
    hands: House, server: ScriptedServer, specimen: Letter, committed: Session
) -> None:
    for start in (hands.start_beat, hands.start_worker, hands.start_beat, hands.start_worker):
        start()
    post_specimens(200)
    _taken(server, 200, within=30)
    assert wait_for(lambda: states() == {LetterState.SENT: 200}, 5)
    assert max(Counter(taken.message_id for taken in server.taken).values()) == 1
