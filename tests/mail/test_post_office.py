"""The post as staff see it: find, read, send again, stop, pause; each act leaves a line."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.mail import Letter, post
from app.mail.models import MailAudit, MailControl, StoredLetter
from app.mail.states import LetterState, Reason
from app.members.models import Role
from tests.factories import make_person, sign_in


@pytest.fixture
def letter(client: FlaskClient, db_session: Session, specimen: Letter) -> StoredLetter:
    sign_in(client, make_person(Role.OFFICE))
    post(specimen, now())
    return db_session.scalars(select(StoredLetter)).one()


def test_staff_find_and_read_a_letter(client: FlaskClient, letter: StoredLetter) -> None:
    page = client.get("/verwaltung/post?q=jana&zustand=queued")
    assert page.status_code == 200
    assert letter.subject.replace("&", "&amp;") in page.text
    assert "Die Post stockt" in page.text
    assert "Ihre Idee ist da." in client.get(f"/verwaltung/post/{letter.id}").text
    assert "Keine Nachrichten" in client.get("/verwaltung/post?q=100%25").text


def test_a_failed_letter_is_sent_again_and_a_sent_one_never(
    client: FlaskClient, letter: StoredLetter, db_session: Session
) -> None:
    ended = {"state": LetterState.FAILED, "reason": Reason.REFUSED, "ended_at": func.now()}
    db_session.execute(update(StoredLetter).values(**ended))
    assert "Prüfen Sie die Adresse" in client.get(f"/verwaltung/post/{letter.id}").text
    client.post(f"/verwaltung/post/{letter.id}/senden")
    db_session.expire_all()
    assert letter.state == LetterState.QUEUED
    db_session.execute(update(StoredLetter).values(state=LetterState.SENT, sent_at=func.now(), ended_at=func.now()))
    client.post(f"/verwaltung/post/{letter.id}/senden")
    db_session.expire_all()
    assert letter.state == LetterState.SENT
    assert db_session.scalars(select(MailAudit.verb)).all() == ["send"]


def test_a_waiting_letter_can_be_stopped(client: FlaskClient, letter: StoredLetter, db_session: Session) -> None:
    client.post(f"/verwaltung/post/{letter.id}/stoppen")
    db_session.expire_all()
    assert (letter.state, letter.reason) == (LetterState.CANCELLED, Reason.BY_STAFF)


def test_the_post_can_be_paused(client: FlaskClient, letter: StoredLetter, db_session: Session) -> None:
    client.post("/verwaltung/post/pause", data={"optional": "1"})
    control = db_session.get_one(MailControl, 1)
    assert (control.paused_all, control.paused_optional) == (False, True)
    assert db_session.scalars(select(MailAudit.subject)).all() == ["optional"]
