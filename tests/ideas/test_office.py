"""The office records ideas on somebody's behalf: by hand, with a letter on paper, and out of a table."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import db
from app.ideas.models import Attachment, Idea
from app.ideas.papers import receipt_as_pdf
from app.members.models import Role
from tests.factories import make_idea, make_person, sign_in
from tests.ideas.submitting import PLACE, WHAT, WHO, form_key, letters, only_idea, pdf

ENTRY: dict[str, Any] = {
    **WHAT,
    **PLACE,
    **WHO,
    "contact_email": "",
    "channel": "paper",
    "received_on": "2026-10-30",
    "language": "de",
    "consent": "y",
}


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    sign_in(client, make_person(Role.OFFICE))
    # Into the test's own transaction, so that a view that rolls back does not take the person along.
    db.session.commit()
    return client


def test_a_letter_becomes_an_idea_at_once(office: FlaskClient) -> None:
    data = {"form_key": form_key(), **ENTRY, "files": (io.BytesIO(pdf()), "brief.pdf")}
    answer = office.post("/geschaeftsstelle/ideen/neu", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    idea = only_idea()
    assert (idea.state, idea.channel, str(idea.received_on)) == ("submitted", "paper", "2026-10-30")
    assert idea.entered_by_id is not None
    assert idea.contact_email is None
    assert letters("idea_received") == []
    assert "mit der Post" in office.get(answer.location).text


def test_recorded_twice_is_recorded_once(office: FlaskClient) -> None:
    data = {"form_key": form_key(), **ENTRY}
    first = office.post("/geschaeftsstelle/ideen/neu", data=data)
    second = office.post("/geschaeftsstelle/ideen/neu", data=data)
    assert first.location == second.location


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"received_on": "2999-01-01"}, "Dieser Tag liegt in der Zukunft."),
        ({"received_on": "gestern"}, "received_on"),
        ({"channel": ""}, "Bitte wählen Sie, wie die Idee eingegangen ist."),
        ({"consent": ""}, "error-summary"),
        ({"files": (io.BytesIO(b"<svg/>"), "x.png")}, "nehmen wir nicht an"),
    ],
)
def test_wrong_entries_are_told_and_nothing_is_kept(
    office: FlaskClient, db_session: Session, changes: dict[str, Any], words: str
) -> None:
    data = {"form_key": form_key(), **ENTRY, **changes}
    answer = office.post("/geschaeftsstelle/ideen/neu", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text
    assert WHAT["title"] in answer.text
    assert db_session.scalar(select(func.count()).select_from(Idea)) == 0
    assert db_session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_members_do_not_record(client: FlaskClient) -> None:
    sign_in(client, make_person(Role.MEMBER))
    assert client.get("/geschaeftsstelle/ideen/neu").status_code == 403


def test_the_letter_on_paper_is_accessible(db_session: Session) -> None:
    title = "Ein #strong[Titel] mit $Zeichen$ \\ und „Anführung“"
    idea = make_idea(title=title, contact_name="Jana <Musterfrau>", contact_email=None)
    reader = PdfReader(io.BytesIO(receipt_as_pdf(idea)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    root = cast("Any", reader.trailer["/Root"])
    assert title in text
    assert str(idea.reference) in text
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert str(idea.reference) in str(reader.metadata.title)


def test_office_fetches_the_letter(office: FlaskClient) -> None:
    idea = make_idea(contact_email=None)
    answer = office.get(f"/geschaeftsstelle/ideen/{idea.reference}/eingang.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


ROW: dict[str, Any] = {
    "key": "alt-1",
    "title": WHAT["title"],
    "body": WHAT["body"],
    "action_field": "BF",
    "goals": ["innovation"],
    "authorities": ["Z", "14511"],
    "group": "society",
    "contact_name": "Jana Musterfrau",
    "contact_email": "jana@post.example",
    "received_on": "2026-02-01",
}


def run_import(app: Flask, file: Path) -> Any:
    return app.test_cli_runner().invoke(args=["ideas", "import", str(file)])


def test_a_table_is_imported_and_again_changes_nothing(app: Flask, db_session: Session, tmp_path: Path) -> None:
    file = tmp_path / "ideen.json"
    file.write_text(json.dumps([ROW, {**ROW, "key": "alt-2"}]))
    assert "2 recorded, 0 known, 0 wrong" in run_import(app, file).output
    assert "0 recorded, 2 known, 0 wrong" in run_import(app, file).output
    idea = db_session.scalars(select(Idea).order_by(Idea.id)).first()
    assert idea is not None
    assert (idea.channel, idea.state) == ("import", "submitted")
    assert {authority.ags for authority in idea.authorities} == {"14524", "14511"}


def test_wrong_rows_are_named_and_the_others_recorded(app: Flask, db_session: Session, tmp_path: Path) -> None:
    file = tmp_path / "ideen.csv"
    names = list(ROW)
    good = [";".join(value) if isinstance(value, list) else value.replace("\n", " ") for value in ROW.values()]
    bad = ["alt-3", "", *good[2:3], "XX", *good[4:8], "keine Adresse", "2026-02-30"]
    lines = [names, good, bad, good]
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines))
    result = run_import(app, file)
    assert result.exit_code == 1
    for said in ("2, title:", "2, action_field:", "2, contact_email:", "2, received_on:", "3, key:"):
        assert f"row {said}" in result.output
    assert "1 recorded, 0 known, 2 wrong" in result.output


@pytest.mark.parametrize("content", ["{", '[{"fremd": 1}]', "[1]", '"x"'])
def test_a_file_that_is_no_table_is_one_clear_line(
    app: Flask, committed: Session, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "kaputt.json"
    file.write_text(content)
    result = run_import(app, file)
    assert result.exit_code == 1
    assert result.output.startswith("Error: kaputt.json:")
