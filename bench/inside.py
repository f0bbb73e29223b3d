"""What is measured without HTTP, because a page around it would hide it: similar ideas and the password check."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import psycopg
from flask import Flask

from app.clock import now
from app.db import db
from app.factory import create_app
from app.ideas.queries.similar import similar_ideas
from bench import words
from bench.measure import Ratio, in_turn, median_time
from bench.report import Line
from bench.stage import plain

CALLS = 20
RAW = """
SELECT id, title, similarity(lower(title), lower(%(title)s)) AS closeness FROM idea
WHERE lower(title) %% lower(%(title)s) ORDER BY closeness DESC LIMIT 5
"""


def lines(url: str, ideas: int, pairs: int) -> list[Line]:
    """The lines of one database."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, environ={"KONVENT_MODE": "development"})
    with app.app_context():
        found = [_similar(app, url, ideas, pairs)]
        db.engine.dispose()
    return found


def _similar(_app: Flask, url: str, ideas: int, pairs: int) -> Line:
    dice = random.Random(11)
    texts = [(words.title(dice), words.body(dice, 1)) for _ in range(CALLS)]
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute("SET pg_trgm.similarity_threshold = 0.5")

        def raw(title: str) -> object:
            return connection.execute(RAW, {"title": title}).fetchall()

        ours: list[Callable[[], object]] = [partial(similar_ideas, title, body, now()) for title, body in texts]
        floor: list[Callable[[], object]] = [partial(raw, title) for title, _ in texts]
        ratio = in_turn(partial(median_time, ours), partial(median_time, floor), pairs)
    return _times("similar ideas against the raw trigram query", ideas, ratio, 1.3)


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
