"""What has run out is swept out, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from app.members.links import make_link
from app.members.models import LinkPurpose, OneTimeLink, Session
from app.members.sessions import open_session
from app.members.sweeps import SWEEPS
from app.sweeps import run
from tests.factories import make_person


def test_only_what_has_run_out_goes(db_session: Database, now: datetime) -> None:
    person = make_person()
    open_session(person, "old", now - timedelta(hours=9))
    open_session(person, "young", now)
    make_link(LinkPurpose.SIGN_IN, person.id, now - timedelta(minutes=21))
    make_link(LinkPurpose.INVITATION, person.id, now)
    db_session.commit()
    report = run(SWEEPS[0], now)
    assert (report.found, report.done, report.failed) == (2, 2, [])
    assert db_session.scalars(select(Session.device)).all() == ["young"]
    assert db_session.scalar(select(func.count()).select_from(OneTimeLink)) == 1
    assert run(SWEEPS[0], now).found == 0
