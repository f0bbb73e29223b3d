"""Fifty times the same at once makes one: one draft, one idea, one number, one letter, and one answer for all."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ideas.models import Idea, IdeaHistory
from app.mail.models import StoredLetter
from tests.ideas.submitting import WHOLE, form_key, letters, link_in

AT_ONCE = 50


def at_once(ask: Callable[[], Any]) -> list[Any]:
    """What `ask` answers when many threads begin it at the same moment."""
    answers: list[Any] = []
    start = threading.Barrier(AT_ONCE)

    def one() -> None:
        start.wait()
        answers.append(ask())

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.slow
def test_fifty_posts_and_fifty_clicks_make_one_idea(app: Flask, committed: Session) -> None:
    data = {"form_key": form_key(uuid.uuid4()), **WHOLE}

    def post() -> tuple[int, str, str]:
        browser = app.test_client()
        answer = browser.post("/ideen/neu/alles", data=data)
        return answer.status_code, answer.location, str(browser.get_cookie("konvent") is not None)

    assert set(at_once(post)) == {(303, "/ideen/neu/gesendet", "True")}
    assert count(committed, Idea) == 1
    assert count(committed, StoredLetter) == 1

    link = link_in(letters("idea_confirm_address")[0])
    clicks = at_once(lambda: (lambda answer: (answer.status_code, answer.location))(app.test_client().post(link)))
    assert len(set(clicks)) == 1
    committed.rollback()
    assert count(committed, Idea) == count(committed, IdeaHistory) == 1
    assert len(letters("idea_received")) == 1
    assert str(committed.scalars(select(Idea.reference)).one()).endswith("-00001")


@pytest.mark.slow
def test_ideas_confirmed_at_once_get_numbers_without_gap(app: Flask, committed: Session) -> None:
    for number in range(20):
        values = {**WHOLE, "contact_email": f"jana{number}@post.example"}
        app.test_client().post("/ideen/neu/alles", data={"form_key": form_key(), **values})
    links = [link_in(letter) for letter in letters("idea_confirm_address")]
    threads = [threading.Thread(target=lambda link=link: app.test_client().post(link)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    committed.rollback()
    numbers = sorted(int(str(reference)[-5:]) for reference in committed.scalars(select(Idea.reference)))
    assert numbers == list(range(1, 21))


def count(session: Session, table: Any) -> int:
    """How many rows a table has now."""
    return session.scalar(select(func.count()).select_from(table)) or 0
