"""Which passwords are refused, and that hashing them starves nobody."""

from __future__ import annotations

import os
import threading

import pytest

from app.members import passwords
from app.members.password_rules import Weakness, weakness
from app.members.passwords import DECOY, TooManySignIns, check_password, hash_password

ABOUT = ("Jana Musterfrau", "jana@post.example")


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("elf Zeichen", Weakness.TOO_SHORT),
        ("x y" * 100, Weakness.TOO_LONG),
        ("aaaaaaaaaaaa", Weakness.PATTERN),
        ("hallohallohallo", Weakness.PATTERN),
        ("abcdefghijkl", Weakness.PATTERN),
        ("qwertzuiopü1", Weakness.PATTERN),
        ("Passwort1234!", Weakness.COMMON),
        ("P@ssw0rd1234", Weakness.COMMON),
        ("Sommer2026!!!", Weakness.COMMON),
        ("Regionalkonvent2026", Weakness.ABOUT_YOU),
        ("Jana.Musterfrau1", Weakness.ABOUT_YOU),
        ("Gruener Elefant trinkt Tee", None),
        ("correct horse battery staple", None),
        ("blauer Konvent im Regen", None),
        ("ヤマダさんの傘は赤いです。", None),
        ("zufallig7x Klavier", None),
    ],
)
def test_length_and_lists_and_no_rules_of_composition(password: str, wrong: Weakness | None) -> None:
    assert weakness(password, ABOUT) == wrong


def test_hashes_have_the_parameters_that_were_measured() -> None:
    made = hash_password("vier Wörter im Regen")
    assert made.split("$")[1:4] == DECOY.split("$")[1:4] == ["argon2id", "v=19", "m=19456,t=2,p=1"]
    assert check_password("vier Wörter im Regen", made) == (True, None)
    assert check_password("vier Wörter im Schnee", made) == (False, None)
    assert check_password("vier Wörter im Regen", None) == (False, None)


def test_one_hash_at_a_time_a_few_wait_and_the_rest_are_turned_away() -> None:
    running, most, hold, lock = 0, 0, threading.Event(), threading.Lock()

    def slow() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        hold.wait(5)
        with lock:
            running -= 1

    threads = [threading.Thread(target=passwords._at_low_priority, args=(slow,)) for _ in range(passwords.MOST_AT_ONCE)]
    for thread in threads:
        thread.start()
    try:
        while passwords._places._value:
            pass
        with pytest.raises(TooManySignIns):
            hash_password("einer zu viel")
    finally:
        hold.set()
        for thread in threads:
            thread.join()
    assert most == 1
    assert hash_password("jetzt ist wieder Platz")


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="no priorities here")
def test_hashing_steps_back_behind_the_threads_that_serve_pages() -> None:
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    hashing = passwords._at_low_priority(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert hashing > mine
