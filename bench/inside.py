"""What is measured without HTTP, because a page around it would hide it: similar ideas, sign-in."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import psycopg

from app.clock import now
from app.db import db, hang_up, transaction
from app.factory import create_app
from app.ideas.queries.similar import similar_ideas
from app.members.passwords import hash_password
from app.members.services.accounts import add_account
from app.members.services.sign_in import person_by_password
from bench import words
from bench.measure import Ratio, in_turn, median_time
from bench.report import Line
from bench.stage import plain

CALLS = 20
SIGN_INS = 6
ADDRESS, PASSWORD = "anna@haus.example", "ein langes Kennwort am Klöppelsack"
RAW = """
SELECT id, title, similarity(lower(title), lower(%(title)s)) AS closeness FROM idea
WHERE lower(title) %% lower(%(title)s) ORDER BY closeness DESC LIMIT 5
"""
Call = Callable[[], object]


def lines(url: str, ideas: int, pairs: int) -> list[Line]:
    """The lines of one database."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, environ={"KONVENT_MODE": "development", "LOG_LEVEL": "ERROR"})
    app.extensions["doorbell"] = None
    with app.test_request_context(), psycopg.connect(plain(url), autocommit=True) as connection:
        found = [_similar(connection, ideas, pairs), _sign_in(ideas, pairs)]
        db.session.remove()
        hang_up()
    return found


def _similar(connection: psycopg.Connection, ideas: int, pairs: int) -> Line:
    dice = random.Random(11)
    texts = [(words.title(dice), words.body(dice, 1)) for _ in range(CALLS)]
    connection.execute("SET pg_trgm.similarity_threshold = 0.5")

    def raw(title: str) -> object:
        return connection.execute(RAW, {"title": title}).fetchall()

    ours: list[Call] = [partial(similar_ideas, title, body, now()) for title, body in texts]
    floor: list[Call] = [partial(raw, title) for title, _ in texts]
    ratio = in_turn(partial(median_time, ours), partial(median_time, floor), pairs)
    return _times("similar ideas against the raw trigram query", ideas, ratio, 1.3)


def _sign_in(ideas: int, pairs: int) -> Line:
    with transaction():
        add_account(ADDRESS, "Anna Beispiel", [], now(), password_hash=hash_password(PASSWORD))

    def sign_in() -> None:
        if person_by_password(ADDRESS, PASSWORD) is None:
            raise RuntimeError("the account of the benchmark cannot sign in")
        db.session.remove()

    raw: list[Call] = [partial(hash_password, PASSWORD)] * SIGN_INS
    ratio = in_turn(partial(median_time, [sign_in] * SIGN_INS), partial(median_time, raw), pairs)
    return _times("sign-in against the raw hash", ideas, ratio, 1.25)


def _times(name: str, ideas: int, ratio: Ratio, aim: float) -> Line:
    return Line(
        name,
        ideas,
        f"{ratio.ours:.2f} ms",
        f"{ratio.floor:.2f} ms",
        f"{ratio.median:.2f}",
        ratio.spread,
        f"≤ {aim}",
        ratio.median <= aim,
    )
