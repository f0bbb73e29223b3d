"""Hashing passwords, and never letting that work push reading pages aside."""

from __future__ import annotations

import contextlib
import os
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

MEMORY_KIB = 19 * 1024
ROUNDS = 2
LANES = 1
# One hash at a time per process, a few more may wait; a storm beyond that is turned away at once,
# because every request that waits occupies a thread that could serve a reader.
MOST_AT_ONCE = 4
LOWER_PRIORITY = 10

# The hash of a password that nobody knows: checked where there is no account, so that the answer
# takes as long as it does for one. Its parameters must be those above (a test compares).
DECOY = "$argon2id$v=19$m=19456,t=2,p=1$mdWe1/pqf6myYI+xsqjfZQ$pxoksBCHfCnJZxvScpEeUBJBLCMsUBDpsXpYpCaX1sQ"

Answer = TypeVar("Answer")
_hasher = PasswordHash((Argon2Hasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES),))
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


class TooManySignIns(RuntimeError):
    """So many passwords are being checked that this one would have to wait; try again in seconds."""


def hash_password(password: str) -> str:
    """The argon2id hash to store. Raises TooManySignIns."""
    return _at_low_priority(lambda: _hasher.hash(_normal(password)))


def check_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password is the stored one, and a new hash where the parameters have changed since.

    Without a stored hash a decoy is checked, so that nobody can tell by the time that there is no
    account. Raises TooManySignIns.
    """
    right, renewed = _at_low_priority(lambda: _hasher.verify_and_update(_normal(password), stored or DECOY))
    return (right, renewed) if stored else (False, None)


def _normal(password: str) -> str:
    # The same keys give different code points on different systems (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)


def _at_low_priority(work: Callable[[], Answer]) -> Answer:
    if not _places.acquire(blocking=False):
        raise TooManySignIns
    try:
        return _one_worker(os.getpid()).submit(work).result()
    finally:
        _places.release()


@cache
def _one_worker(_process: int) -> ThreadPoolExecutor:
    # A thread does not survive a fork, so each process has its own.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="argon2", initializer=_step_back)


def _step_back() -> None:
    # On Linux priority belongs to the thread: the scheduler prefers the threads that serve pages.
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWER_PRIORITY)
