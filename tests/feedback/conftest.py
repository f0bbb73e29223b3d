"""Forms of feedback as a browser without script sends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.mail.models import StoredLetter

Send = Callable[..., TestResponse]
READ_FOR = timedelta(seconds=30)


@pytest.fixture
def send(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Opens a form, takes its time, and posts it with these values; the key of the form comes along."""

    def post(address: str, **values: Any) -> TestResponse:
        page = client.get(address)
        assert page.status_code == 200, page.status
        hidden = dict(re.findall(r'name="(form_key|ausweis)"[^>]*value="([^"]*)"', page.text))
        real = clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + READ_FOR)
        answer = client.post(address, data={**hidden, **values})
        monkeypatch.setattr(clock, "now", real)
        return answer

    return post


def last_letter(session: Session, kind: str) -> StoredLetter:
    """The newest letter of a kind."""
    query = select(StoredLetter).where(StoredLetter.kind == kind).order_by(StoredLetter.created_at.desc()).limit(1)
    return session.scalars(query).one()


def link_in(letter: StoredLetter, path: str) -> str:
    """The address in a letter that begins with this path, without the host."""
    found = re.search(rf"http://konvent\.example({path}\S+)", letter.body_text)
    assert found, letter.body_text
    return found.group(1)
