"""The least that each answer costs: hand-written Flask pages under the same server, to be measured beside ours."""

from __future__ import annotations

import os

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from jinja2 import Environment, select_autoescape
from psycopg_pool import ConnectionPool

ROWS = """
SELECT reference, title, left(body, 220), state, action_field_code, support_count, comment_count, published_at
FROM idea WHERE visibility = 'public' ORDER BY published_at DESC, id DESC LIMIT 20
"""
ROW = "SELECT reference, title, body, state, action_field_code, published_at FROM idea WHERE reference = %s"
INSERT = "INSERT INTO bench_floor (title, body) VALUES (%s, %s)"
LIST_PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Ideen</title></head><body><ul>
{% for row in rows %}<li><a href="/ideen/{{ row[0] }}">{{ row[1] }}</a><p>{{ row[2] }}</p>
<span>{{ row[3] }}</span> <span>{{ row[4] }}</span> <span>{{ row[5] }}</span> <time>{{ row[7].isoformat() }}</time></li>
{% endfor %}</ul>{{ padding }}</body></html>"""
IDEA_PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{{ row[1] }}</title></head><body>
<h1>{{ row[1] }}</h1><p>{{ row[0] }} {{ row[3] }} {{ row[4] }} <time>{{ row[5].isoformat() }}</time></p>
<div>{{ row[2] }}</div>{{ padding }}</body></html>"""


def create_floor(url: str) -> Flask:
    """The floors over one database, with as many connections as the product's."""
    app = Flask(__name__)
    pool = ConnectionPool(url, min_size=1, max_size=10, open=False, kwargs={"autocommit": True})
    # The server forks after it has imported this; threads of a pool would not follow.
    app.before_request(pool.open)
    jinja = Environment(autoescape=select_autoescape(default=True))
    list_page, idea_page = jinja.from_string(LIST_PAGE), jinja.from_string(IDEA_PAGE)

    @app.get("/bare")
    def bare() -> str:
        return "Guten Tag"

    @app.get("/list")
    def list_of_ideas() -> str:
        with pool.connection() as connection:
            rows = connection.execute(ROWS).fetchall()
        return _padded(list_page.render(rows=rows, padding=""))

    @app.get("/idea/<reference>")
    def idea(reference: str) -> str:
        with pool.connection() as connection:
            row = connection.execute(ROW, [reference]).fetchone()
        return _padded(idea_page.render(row=row, padding=""))

    @app.post("/insert")
    def insert() -> ResponseReturnValue:
        with pool.connection() as connection:
            connection.execute(INSERT, [request.form["title"], "Ein Vorschlag, der mehreren Orten nützt."])
        return redirect("/bare", 303)

    return app


def _padded(page: str) -> str:
    """The page filled up to the size of ours, which the caller names."""
    return page + " " * max(0, int(request.args.get("size", "0")) - len(page.encode()))


application = create_floor(os.environ["DATABASE_URL"].replace("+psycopg", "")) if "DATABASE_URL" in os.environ else None
