"""Reading while many people sign in at once: the passwords' hashes must not keep readers waiting."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence

from app import clock
from app.db import db, transaction
from app.factory import create_app
from app.members.passwords import hash_password
from app.members.services.accounts import add_account
from bench.client import Connection, at_once, closed_loop
from bench.measure import in_turn
from bench.report import Line
from bench.stage import ENVIRON, Server

ADDRESS, PASSWORD = "sturm@haus.example", "ein langes Kennwort am Klöppelsack"
SIGN_INS_AT_ONCE = 4
TWICE = 2.0
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_COOKIE = re.compile(rb"set-cookie: ([^;]+)", re.IGNORECASE)


def line(server: Server, url: str, paths: Sequence[str], ideas: int, pairs: int, seconds: float) -> Line:
    """The 99th percentile of reading in the storm against the same at rest."""
    _add_account(url)
    ratio = in_turn(
        lambda: _reading(server, paths, seconds, storm=True), lambda: _reading(server, paths, seconds), pairs
    )
    return Line(
        f"reading, p99, while {SIGN_INS_AT_ONCE} people sign in all the time, against rest",
        ideas,
        f"{ratio.ours:.1f} ms",
        f"{ratio.floor:.1f} ms",
        f"{ratio.median:.2f}",
        ratio.spread,
        f"< {TWICE:.0f}",
        ratio.median < TWICE,
    )


def _add_account(url: str) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, environ=ENVIRON)
    with app.app_context():
        with transaction():
            add_account(ADDRESS, "Anna Beispiel", [], clock.now(), password_hash=hash_password(PASSWORD))
        db.engine.dispose()


def _reading(server: Server, paths: Sequence[str], seconds: float, *, storm: bool = False) -> float:
    crowd = threading.Thread(target=_sign_in_again_and_again, args=(server.port, seconds + 0.5))
    if storm:
        crowd.start()
    run = closed_loop(server.port, paths, seconds, connections=1)
    if storm:
        crowd.join()
    return run.percentile(0.99)


def _sign_in_again_and_again(port: int, seconds: float) -> None:
    keys: dict[int, tuple[str, str]] = {}

    def ask(connection: Connection, number: int) -> None:
        token, cookie = keys.get(number) or keys.setdefault(number, _key(connection))
        connection.post("/anmelden", {"csrf_token": token, "email": ADDRESS, "password": PASSWORD}, cookie)

    at_once(port, ask, seconds, connections=SIGN_INS_AT_ONCE)


def _key(connection: Connection) -> tuple[str, str]:
    """What the form of the page holds against foreign pages, and the cookie that belongs to it."""
    head, body = connection.page("/anmelden")
    token, cookie = _TOKEN.search(body), _COOKIE.search(head)
    if token is None or cookie is None:
        raise RuntimeError("the sign-in page has no token")
    return token[1].decode(), cookie[1].decode()
