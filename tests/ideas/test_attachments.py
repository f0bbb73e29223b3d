"""Files: made harmless on the way in, caged on the way out, gone when nobody knows them any more."""

from __future__ import annotations

import io
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import sweeps
from app.db import db, transaction
from app.files import accept, store
from app.files.upkeep import REMOVE_ORPHANED_FILES
from app.ideas.models import AnnexAccess, Attachment, Idea
from app.ideas.services.attachments import add_files, approve_file, withhold_file
from app.ideas.states import IdeaState
from app.ideas.sweeps import PURGE_DRAFTS
from app.members.models import Role
from tests.factories import make_idea, make_person, sign_in
from tests.ideas.submitting import docx, jpeg, odt, pdf, png

pytestmark = pytest.mark.usefixtures("db_session")


def with_file(now: datetime, state: IdeaState = IdeaState.ASSESSMENT, confidential: bool = False) -> Attachment:
    idea = make_idea(state)
    assert add_files(idea, [("plan.pdf", pdf())], now, confidential=confidential) == []
    return db.session.scalars(select(Attachment).where(Attachment.idea_id == idea.id)).one()


def stored(app: Flask) -> set[str]:
    return {path.name for path in Path(app.config["UPLOAD_DIR"]).rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("a.pdf", pdf(), "a.pdf"),
        ("b.png", png(), "b.png"),
        ("c.jpeg", jpeg(), "c.jpg"),
        ("d.odt", odt(), "d.odt"),
        ("e.docx", docx(), "e.docx"),
        ("Überblick 2026.pdf", pdf(), "Überblick 2026.pdf"),
    ],
)
def test_five_kinds_are_known_by_content(name: str, data: bytes, kept: str) -> None:
    assert accept(name, data).name == kept


def test_a_photo_loses_where_it_was_taken_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Kamera Beispiel"
    exif.get_ifd(0x8825)[2] = (50.0, 49.0, 58.0)
    kept = accept("foto.jpg", jpeg(60, 40, exif=exif, comment=b"geheim")).data
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 60)
    assert b"Kamera" not in kept
    assert b"geheim" not in kept


def test_a_huge_photo_is_made_smaller() -> None:
    with Image.open(io.BytesIO(accept("gross.jpg", jpeg(5000, 100)).data)) as picture:
        assert picture.width == 4096


def test_not_more_than_five_and_the_same_one_once(now: datetime) -> None:
    idea = make_idea()
    assert add_files(idea, [(f"{n}.png", png(10 + n, 10)) for n in range(5)], now) == []
    assert add_files(idea, [("noch einmal.png", png(10, 10))], now) == []
    refused = add_files(idea, [("sechs.png", png(99, 10))], now)
    assert [name for name, _reason in refused] == ["sechs.png"]


def test_not_more_than_25_megabytes_together(now: datetime) -> None:
    idea = make_idea()
    large = [(f"{n}.pdf", b"%PDF-1.4" + bytes([65 + n]) * (9 * 1024 * 1024) + b"%%EOF") for n in range(3)]
    assert [name for name, _reason in add_files(idea, large, now)] == ["2.pdf"]


def test_nobody_reads_a_file_before_it_is_approved(client: FlaskClient, now: datetime) -> None:
    file = with_file(now)
    assert client.get(f"/anlagen/{file.id}", buffered=True).status_code == 404
    approve_file(file, make_person(Role.MODERATOR).id, now)
    answer = client.get(f"/anlagen/{file.id}", buffered=True)
    assert answer.status_code == 200
    assert answer.data == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    withhold_file(file)
    assert client.get(f"/anlagen/{file.id}", buffered=True).status_code == 404


def test_the_page_of_the_idea_offers_approved_files(client: FlaskClient, now: datetime) -> None:
    file = with_file(now)
    path = f"/ideen/{db.session.get_one(Idea, file.idea_id).reference}"
    assert "plan.pdf" not in client.get(path).text
    approve_file(file, make_person(Role.MODERATOR).id, now)
    db.session.flush()
    assert f'href="/anlagen/{file.id}">plan.pdf</a>' in client.get(path).text


def test_an_approved_file_of_a_secret_idea_stays_secret(client: FlaskClient, now: datetime) -> None:
    file = with_file(now, IdeaState.FORMAL_CHECK)
    approve_file(file, make_person(Role.MODERATOR).id, now)
    assert client.get(f"/anlagen/{file.id}", buffered=True).status_code == 404


def test_the_annex_is_never_approved(now: datetime) -> None:
    with pytest.raises(ValueError, match="annex"):
        approve_file(with_file(now, confidential=True), 1, now)


def test_opening_the_annex_leaves_a_trace(client: FlaskClient, db_session: Session, now: datetime) -> None:
    file = with_file(now, confidential=True)
    idea = db_session.get_one(Idea, file.idea_id)
    idea.annex = "Kalkulation: **geheim**"
    moderator = make_person(Role.MODERATOR, name="Erika Beispiel")
    sign_in(client, moderator)
    page = client.get(f"/ideen/{idea.reference}/vertraulich").text
    assert "<strong>geheim</strong>" in page
    assert "Erika Beispiel" in page
    assert client.get(f"/ideen/{idea.reference}/anlagen/{file.id}", buffered=True).status_code == 200
    noted = db_session.scalars(select(AnnexAccess.what).order_by(AnnexAccess.id)).all()
    assert noted == ["annex", f"file:{file.id}"]


def test_members_and_strangers_do_not_open_it(client: FlaskClient, now: datetime) -> None:
    file = with_file(now, confidential=True)
    reference = db.session.get_one(Idea, file.idea_id).reference
    for path in (f"/ideen/{reference}/vertraulich", f"/ideen/{reference}/anlagen/{file.id}"):
        assert client.get(path).status_code == 302
    sign_in(client, make_person(Role.MEMBER))
    for path in (f"/ideen/{reference}/vertraulich", f"/ideen/{reference}/anlagen/{file.id}"):
        assert client.get(path).status_code == 403


def test_a_rollback_takes_the_file_back(app: Flask, now: datetime) -> None:
    before = stored(app)
    idea = make_idea()
    db.session.commit()

    def fail() -> None:
        with transaction():
            add_files(idea, [("plan.pdf", pdf())], now)
            assert stored(app) > before
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert stored(app) == before


def test_orphans_are_swept_and_others_stay(app: Flask, now: datetime) -> None:
    kept = with_file(now)
    db.session.commit()
    orphan, young = store.put(b"x"), store.put(b"y")
    two_days_ago = (now - timedelta(days=2)).timestamp()
    for name in (orphan, kept.storage_name):
        os.utime(store.path_of(name), (two_days_ago, two_days_ago))
    os.utime(store.path_of(young), (now.timestamp(), now.timestamp()))
    sweeps.run(REMOVE_ORPHANED_FILES, now)
    assert orphan not in stored(app)
    assert {young, kept.storage_name} <= stored(app)


def test_old_drafts_go_with_their_files(app: Flask, db_session: Session, now: datetime) -> None:
    old, young = make_idea(IdeaState.DRAFT), make_idea(IdeaState.DRAFT)
    add_files(old, [("plan.pdf", pdf())], now)
    name = db_session.scalars(select(Attachment.storage_name)).one()
    old.updated_at, young.updated_at = now - timedelta(days=31), now - timedelta(days=29)
    submitted = make_idea(updated_at=now - timedelta(days=300))
    db_session.commit()
    sweeps.run(PURGE_DRAFTS, now)
    assert set(db_session.scalars(select(Idea.id))) == {young.id, submitted.id}
    assert name not in stored(app)
