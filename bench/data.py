"""Fills an empty, migrated database with generated ideas by COPY, the way a busy region would look."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench import words

END = datetime(2026, 11, 1, tzinfo=UTC)
SPAN = timedelta(days=900)
STATES = ("assessment", "scheduled", "adopted", "not_adopted", "in_progress", "deferred", "flagship", "done")
STATE_WEIGHTS = (50, 6, 12, 14, 6, 6, 2, 4)
PUBLIC_SHARE = 0.92
FIELDS = (("W", "Wirtschaft"), ("IM", "Infrastruktur und Mobilität"), ("WI", "Wissenschaft und Innovation"),
          ("BF", "Bildung und Fachkräfte"), ("OD", "Öffentliche Daseinsvorsorge"))  # fmt: skip
FIELD_WEIGHTS = (34, 26, 9, 19, 12)
PLACES = (("14511", "C", "Stadt Chemnitz", "#0072B2"), ("14521", "ERZ", "Erzgebirgskreis", "#009E73"),
          ("14522", "FG", "Landkreis Mittelsachsen", "#E69F00"), ("14523", "V", "Vogtlandkreis", "#CC79A7"),
          ("14524", "Z", "Landkreis Zwickau", "#D55E00"))  # fmt: skip
PLACE_WEIGHTS = (40, 20, 17, 5, 18)
GOALS = (("innovation", "Innovation"), ("digital", "Digitalisierung"),
         ("skilled_labour", "Fachkräftesicherung"), ("growth", "Nachhaltiges Wachstum"))  # fmt: skip
GROUPS = (("business", "Wirtschaft"), ("science", "Wissenschaft"), ("society", "Gesellschaft"),
          ("politics", "Politik und Verwaltung"))  # fmt: skip
GROUP_WEIGHTS = (30, 8, 55, 7)
COLUMNS = (
    "id reference state visibility published_at revision title body group_code action_field_code organisation"
    " confidential annex contact_name contact_email contact_phone language channel self_check support_count"
    " comment_count authority_ags goal_codes created_at updated_at submitted_at state_since"
)


def fill(url: str, ideas: int) -> None:
    """Put the reference data and so many ideas with places, goals and histories into the database."""
    dice = random.Random(ideas)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        _reference(cursor)
        rows = list(_ideas(dice, ideas))
        # The triggers would write every idea again; the copies are filled in directly.
        cursor.execute("SET session_replication_role = replica")
        _copy(cursor, f"idea ({COLUMNS.replace(' ', ', ')})", rows)
        _copy(cursor, "idea_authority (idea_id, ags)", ((row[0], ags) for row in rows for ags in row[21]))
        _copy(cursor, "idea_goal (idea_id, goal_code)", ((row[0], goal) for row in rows for goal in row[22]))
        _copy(
            cursor,
            "idea_history (idea_id, revision, from_state, to_state, at, reason, note)",
            (step for row in rows for step in _history(row)),
        )
        cursor.execute("SELECT setval(pg_get_serial_sequence('idea', 'id'), %s)", [ideas + 1])
        cursor.execute("SET session_replication_role = origin")
        connection.commit()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def _reference(cursor: psycopg.Cursor[Any]) -> None:
    for position, (ags, code, name, colour) in enumerate(PLACES):
        cursor.execute(
            "INSERT INTO authority (ags, code, name_de, name_en, seat, colour, head, position)"
            " VALUES (%s, %s, %s, %s, %s, %s, '', %s)",
            [ags, code, name, name, name, colour, position],
        )
    for table, terms in (("action_field", FIELDS), ("goal", GOALS), ("stakeholder_group", GROUPS)):
        for position, (code, name) in enumerate(terms):
            statement = f"INSERT INTO {table} (code, name_de, name_en, position) VALUES (%s, %s, %s, %s)"  # noqa: S608
            cursor.execute(statement.encode(), [code, name, name, position])


def _ideas(dice: random.Random, count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, count + 1):
        at = END - SPAN * ((count - number) / count) + timedelta(seconds=dice.randint(0, 3000))
        public = dice.random() < PUBLIC_SHARE
        state = dice.choices(STATES, STATE_WEIGHTS)[0] if public else "formal_check"
        places = sorted({code[0] for code in dice.choices(PLACES, PLACE_WEIGHTS, k=dice.choice((1, 1, 1, 2, 5)))})
        goals = sorted({code for code, _ in dice.choices(GOALS, k=dice.choice((1, 1, 2)))})
        yield (
            number, f"RK-{at.year}-{number:06d}", state, "public" if public else "internal",
            at + timedelta(days=6) if public else None, 4, words.title(dice), words.body(dice, number),
            dice.choices(GROUPS, GROUP_WEIGHTS)[0][0], dice.choices(FIELDS, FIELD_WEIGHTS)[0][0], "", False, "",
            "Jana Musterfrau", f"p{number}@post.example", "", "de", "web", "{}", int(dice.paretovariate(0.8)) % 5000,
            int(dice.paretovariate(1.1)) % 500, places, goals, at, at, at, at,
        )  # fmt: skip


def _history(row: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    number, at = row[0], row[25]
    path = ["draft", "submitted", "formal_check", *([] if row[2] == "formal_check" else ["assessment"])]
    for revision, (before, after) in enumerate(itertools.pairwise(path), start=2):
        yield number, revision, before, after, at + timedelta(days=revision * 2 - 4), "", ""


def _copy(cursor: psycopg.Cursor[Any], target: str, rows: Any) -> None:
    with cursor.copy(f"COPY {target} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)
