"""Law 10: the number of queries a page needs does not grow with the number of rows on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from app.ideas.states import IdeaState
from app.members.models import Role
from tests.factories import make_idea, make_person, sign_in

MOST_QUERIES = 4
ONE, MANY = 1, 30
LISTS = (
    "/ideen",
    "/ideen?sortierung=unterstuetzung",
    "/ideen?q=Vorschlag",
    "/ideen?q=Vorschlag&feld=BF&gebiet=14524&ziel=innovation&gruppe=society&stand=assessment",
    "/ideen?feld=BF",
    "/ideen?q=Vorschlak",
    "/feeds/ideen.atom",
)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that reaches PostgreSQL meanwhile, savepoints of the test's own apart."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        # The body's name stands on every page and is asked for once in half a minute, not once a page.
        if "SAVEPOINT" not in statement and "FROM body" not in statement:
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def queries_of(client: FlaskClient, address: str) -> list[str]:
    with counted() as statements:
        assert client.get(address).status_code == 200
    return statements


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_often_for_thirty_rows_as_for_one(
    client: FlaskClient, db_session: Session, address: str
) -> None:
    for _ in range(ONE):
        make_idea(IdeaState.ASSESSMENT)
    few = queries_of(client, address)
    for _ in range(MANY - ONE):
        make_idea(IdeaState.ASSESSMENT)
    many = queries_of(client, address)
    assert len(many) == len(few), many
    assert len(many) <= MOST_QUERIES, many


def test_the_page_of_an_idea_needs_at_most_four_queries(client: FlaskClient, db_session: Session) -> None:
    idea = make_idea(IdeaState.ASSESSMENT, support_count=3, comment_count=2)
    queries = queries_of(client, f"/ideen/{idea.reference}")
    assert len(queries) <= MOST_QUERIES, queries


@pytest.mark.parametrize("address", ["/moderation", "/moderation?ansicht=meine&ordnung=alter"])
def test_the_moderators_queue_asks_as_often_for_thirty_rows_as_for_one(
    client: FlaskClient, db_session: Session, address: str
) -> None:
    moderator = make_person(Role.MODERATOR)
    sign_in(client, moderator)
    make_idea(IdeaState.FORMAL_CHECK, claimed_by_id=moderator.id)
    few = queries_of(client, address)
    for _ in range(MANY - ONE):
        make_idea(IdeaState.FORMAL_CHECK, claimed_by_id=moderator.id)
    assert len(queries_of(client, address)) == len(few), few
