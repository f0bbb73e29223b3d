"""Submitting through the real server: the confirmed address makes idea, history and letter in one commit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from itsdangerous import URLSafeSerializer

import config
from app.ideas.links import CONFIRMATION
from bench import stage
from bench.client import Connection, at_once
from bench.measure import in_turn
from bench.report import Line, rates
from bench.stage import Server
from tools.servers import valkey

ADDRESS = "jana@post.example"
# As the steps of the form leave it when the mail has been sent.
DRAFTS = """
WITH made AS (
  INSERT INTO idea (title, body, group_code, action_field_code, contact_name, contact_email, created_at, updated_at,
                    state_since, handed_in_at, state, visibility, revision, organisation, confidential, annex,
                    contact_phone, language, channel, self_check, support_count, comment_count)
  SELECT 'Schichtbus über Kreisgrenzen', 'Busse fahren passend zu den Schichtzeiten großer Gewerbegebiete.', 'society',
         'IM', 'Jana Musterfrau', %(address)s, now(), now(), now(), now(), 'draft', 'internal', 1, '', false, '', '',
         'de', 'web', '{}', 0, 0
  FROM generate_series(1, %(count)s) RETURNING id
), places AS (
  INSERT INTO idea_authority (idea_id, ags) SELECT id, '14521' FROM made
), goals AS (
  INSERT INTO idea_goal (idea_id, goal_code) SELECT id, 'innovation' FROM made
)
SELECT id FROM made
"""
MOST_A_SECOND = 900


def lines(stopped: Server, floor: Server, url: str, ideas: int, pairs: int, seconds: float) -> Iterator[Line]:
    """Submission against one insert, and with everything stopped against everything up."""
    with (
        tempfile.TemporaryDirectory(prefix="konvent-bench-") as folder,
        valkey(Path(folder) / "broker") as broker,
        stage.web("app.wsgi:application", url, "/ideen", redis=broker) as up,
    ):
        # The first letter of a process compiles templates and meets the broker for the first time.
        for server in (up, stopped):
            _submissions(server, url, seconds)
        _inserts(floor, seconds / 3)
        against_insert = in_turn(lambda: _submissions(up, url, seconds), lambda: _inserts(floor, seconds), pairs)
        against_up = in_turn(lambda: _submissions(stopped, url, seconds), lambda: _submissions(up, url, seconds), pairs)
    yield rates("submission against one insert", ideas, against_insert, 0.4)
    yield rates("submission, broker and mail server stopped, against both up", ideas, against_up, 0.9)


def _submissions(server: Server, url: str, seconds: float) -> float:
    """Confirmations a second, each of a draft of its own."""
    with psycopg.connect(stage.plain(url), autocommit=True) as connection:
        drafts = [
            row[0] for row in connection.execute(DRAFTS, {"address": ADDRESS, "count": int(seconds * MOST_A_SECOND)})
        ]
    signer = URLSafeSerializer(str(config.load(stage.ENVIRON)["SECRET_KEY"]), salt=f"konvent:{CONFIRMATION}")
    links = [f"/bestaetigen/{signer.dumps([draft, ADDRESS])}" for draft in drafts]
    # pop() is atomic: no two connections confirm the same draft.
    return at_once(server.port, lambda connection, _number: connection.post(links.pop(), {}), seconds).rate


def _inserts(server: Server, seconds: float) -> float:
    def ask(connection: Connection, _number: int) -> None:
        connection.post("/insert", {"title": "Eine Idee"})

    return at_once(server.port, ask, seconds).rate
