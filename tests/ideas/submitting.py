"""What tests of the submission share: forms as a person fills them in, and files of every kind."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from app import clock
from app.db import db
from app.ideas.models import Idea
from app.mail.models import StoredLetter
from app.web.forms import new_form_key

WHAT = {
    "title": "Schichtbus über Kreisgrenzen",
    "body": "Viele kommen **ohne Auto** nicht zur Frühschicht.\n\n- Busse passend zur Schicht\n- über Kreisgrenzen",
}
PLACE = {"action_field_code": "BF", "goals": ["innovation", "digital"], "authorities": ["14524", "14511"]}
WHO = {
    "group_code": "society",
    "organisation": "Fahrgastverein Beispiel e. V.",
    "contact_name": "Jana Musterfrau",
    "contact_email": "jana@post.example",
    "contact_phone": "0371 123456",
}
CONSENT = {"consent": "y"}
WHOLE: dict[str, Any] = {**WHAT, **PLACE, **WHO, **CONSENT}


def form_key(number: uuid.UUID | None = None, minutes: float = 2) -> str:
    """The key of a form that was opened a while ago."""
    return new_form_key(number or uuid.uuid4(), clock.now() - timedelta(minutes=minutes))


def key_on(html: str) -> str:
    """The key of the form on a page."""
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', html)
    assert found, "no form key on the page"
    return found[1]


def submit_steps(client: FlaskClient, **changes: Any) -> None:
    """Go through all steps up to the confirmation mail."""
    key = form_key()
    for path, values in (
        ("/ideen/neu", WHAT),
        ("/ideen/neu/wo", PLACE),
        ("/ideen/neu/wer", WHO),
        ("/ideen/neu/anlagen", {}),
        ("/ideen/neu/vorschau", CONSENT),
    ):
        data = {**values, **{name: value for name, value in changes.items() if name in values}}
        answer = client.post(path, data={"form_key": key, **data})
        assert answer.status_code == 303, (path, answer.text)


def submit_whole(client: FlaskClient, **changes: Any) -> Any:
    """Post the one page."""
    return post_form(client, "/ideen/neu/alles", {"form_key": form_key(), **WHOLE, **changes})


def post_form(client: FlaskClient, path: str, values: Mapping[str, Any]) -> Any:
    """Post a form with files; encoded in memory, because the client would leave a temporary file open."""
    sent = {name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in values.items()}
    body, _length, boundary = stream_encode_multipart(MultiDict(sent), use_tempfile=False)
    return client.post(path, data=body.read(), content_type=f'multipart/form-data; boundary="{boundary}"')


def only_idea() -> Idea:
    """The idea that a test made."""
    return db.session.scalars(select(Idea)).one()


def letters(kind: str) -> list[StoredLetter]:
    """The letters of one kind, oldest first."""
    return list(
        db.session.scalars(select(StoredLetter).where(StoredLetter.kind == kind).order_by(StoredLetter.created_at))
    )


def link_in(letter: StoredLetter) -> str:
    """The path of the first link of a letter."""
    found = re.search(r"http://konvent\.example(/(?:bestaetigen|status|ideen/entwurf)/\S+)", letter.body_text)
    assert found, letter.body_text
    return found[1]


def submitted(client: FlaskClient, **changes: Any) -> Idea:
    """An idea whose address has been confirmed."""
    submit_steps(client, **changes)
    client.post(link_in(letters("idea_confirm_address")[-1]))
    return only_idea()


def png(width: int = 40, height: int = 30, **save: Any) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (10, 120, 200)).save(out, "PNG", **save)
    return out.getvalue()


def jpeg(width: int = 40, height: int = 30, **save: Any) -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 120, 10)).save(out, "JPEG", **save)
    return out.getvalue()


def pdf() -> bytes:
    """The smallest PDF."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in entries.items():
            zipped.writestr(name, data)
    return out.getvalue()


def odt(**more: bytes) -> bytes:
    """An OpenDocument text."""
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office:document-content/>",
            "META-INF/manifest.xml": b"<manifest/>",
            **more,
        }
    )


def docx(**more: bytes) -> bytes:
    """A Word document."""
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return archive(
        {"[Content_Types].xml": b"<Types>" + kind + b"</Types>", "word/document.xml": b"<w:document/>", **more}
    )
