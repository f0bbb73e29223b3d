"""Two hundred and more hostile inputs: each is answered with 4xx or shown harmlessly, never with a fault of ours."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.files import accept
from app.ideas.models import Attachment
from app.mail.models import StoredLetter
from tests.ideas.submitting import archive, docx, form_key, jpeg, odt, pdf, png, submit_whole

pytestmark = pytest.mark.usefixtures("db_session")

TEXTS: dict[str, str | bytes] = {
    "nul": "a\x00b",
    "only nul": "\x00" * 40,
    "escape": "\x1b[31mrot\x1b[0m",
    "bell": "\x07\x08\x0b\x0c",
    "delete and c1": "\x7f\x80\x9f\u0085",
    "right to left": "\u202egnp.exe\u202c",
    "isolates": "\u2066\u2067\u2068\u2069 x",
    "marks": "\u200e\u200f\u061c x",
    "zero width": "a\u200bb\u200cc\u200dd\ufeff",
    "four bytes": "𝔘𝔫𝔦 🏳️‍🌈 👩🏽‍🚒 𠜎" * 5,
    "combining": "Z" + "\u0300\u0301\u0302" * 60,
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "private use": "\ue000\uf8ff\U000f0000",
    "line separators": "a\u2028b\u2029c",
    "crlf": "a\r\nBcc: opfer@post.example\r\n\r\nText",
    "lone cr": "a\rb\rc",
    "tag characters": "\U000e0041\U000e007f x",
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "attribute": '"><input autofocus onfocus=alert(1)>',
    "javascript link": "[Klick](javascript:alert(1))",
    "data link": "[Klick](data:text/html;base64,PHNjcmlwdD4=)",
    "markdown image": "![x](http://fremd.example/x.png)",
    "jinja": "{{ config }} {% raw %}{{ 7*7 }}",
    "format": "%(title)s %s {0} {title.__class__}",
    "sql": "'; DROP TABLE idea; --",
    "like": "%_%\\",
    "tsquery": "a & | ! ( <-> :*",
    "quotes": "\"'`´„“\\",
    "path": "../../../../etc/passwd",
    "typst": '#read("/etc/passwd") $x$ \\',
    "long word": "x" * 4000,
    "many lines": "z\n" * 2400,
    "deep quote": ">" * 2000 + " x",
    "deep list": "\n".join(" " * n + "- x" for n in range(60)),
    "emphasis": "*_" * 1500 + "a",
    "brackets": "[" * 2400,
    "backticks": "`" * 2401,
    "backslashes": "\\" * 2401,
    "spaces": " " * 3000,
    "huge": "y" * 300_000,
    "surrogate bytes": b"\xed\xa0\x80\xed\xb0\x80",
    "broken utf-8": b"\xff\xfe\xc3\x28",
    "overlong": b"\xc0\xaf\xe0\x80\xaf",
}
FIELDS = ("title", "body", "organisation", "contact_name", "annex")
ADDRESSES = (
    "a@b.example\r\nBcc: c@d.example", "a@b.example%0aBcc:c@d.example", "a@b.example,c@d.example", "a b@c.example",
    "<a@b.example>", "a@b.example\x00", '"a\r\nb"@c.example', "@", "a@", "@b.example", "a@b", "a@[127.0.0.1]",
    "a@-b.example", "a" * 65 + "@b.example", "a@" + "b" * 260 + ".example", "ä@b.example", "a@\u202ebeispiel.example",
    "a@xn--.example", "a@b..example", ".a@b.example", "a..b@c.example", "a@b.example;", "mailto:a@b.example",
    "𝔞@b.example", "a@b.example\u2028",
)  # fmt: skip
CODES = ("", "XX", "\x00", "'", "BF' OR 1=1", "9" * 500, "../x", "innovation\r\n", "🏳️")


def is_harmless(answer: Any) -> bool:
    """Below 500, and nothing of ours became active in it."""
    if answer.status_code >= 500:
        return False
    page = answer.text.replace("\r", "")
    active = ("<script>alert", "<img src=x", "<svg/onload", "<input autofocus onfocus", 'href="javascript:', "root:x:0")
    return not any(sign in page for sign in active)


def post_bytes(client: FlaskClient, field: str, typed: bytes) -> Any:
    """Post bytes that are no text."""
    body = f"form_key={form_key()}&{field}=".encode() + b"".join(b"%%%02x" % byte for byte in typed)
    return client.post("/ideen/neu/alles", data=body, content_type="application/x-www-form-urlencoded")


def shown_everywhere(client: FlaskClient) -> bool:
    """Every page that shows a draft shows it harmlessly."""
    pages = ("/ideen/neu", "/ideen/neu/wer", "/ideen/neu/vorschau", "/ideen/neu/gesendet", "/ideen/neu/alles")
    return all(is_harmless(client.get(page)) for page in pages)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("field", FIELDS)
def test_text_in_every_field(client: FlaskClient, field: str, name: str) -> None:
    typed = TEXTS[name]
    answer = submit_whole(client, **{field: typed}) if isinstance(typed, str) else post_bytes(client, field, typed)
    assert answer.status_code in (303, 413, 422)
    assert is_harmless(answer)
    assert shown_everywhere(client)


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses(client: FlaskClient, db_session: Session, address: str) -> None:
    answer = submit_whole(client, contact_email=address)
    assert answer.status_code in (303, 422)
    letters = db_session.scalars(select(StoredLetter)).all()
    assert all("\r" not in letter.recipient + letter.subject for letter in letters)
    assert all("\n" not in letter.recipient + letter.subject and "," not in letter.recipient for letter in letters)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("field", ["group_code", "action_field_code", "goals", "authorities", "gate_lead_known"])
def test_choices(client: FlaskClient, field: str, code: str) -> None:
    answer = submit_whole(client, **{field: code})
    assert answer.status_code == 422 or (field == "gate_lead_known" and code == "")
    assert is_harmless(answer)


@pytest.mark.parametrize("key", ["", "x", "\x00", "a.b", "W10.x", form_key, "é", "9" * 5000])
def test_form_keys(client: FlaskClient, key: Any) -> None:
    value = key() + "x" if callable(key) else key
    assert submit_whole(client, form_key=value).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/bestaetigen/x", "/bestaetigen/W10.x", "/status/%00", "/status/W10.x", "/status/W10.x/antwort",
        "/ideen/entwurf/x", "/ideen/entwurf/%00", "/ideen/neu/%00", "/ideen/neu/../../x", "/pruefung/%ff",
        "/anlagen/0", "/anlagen/99999999999999999999", "/anlagen/-1", "/status/x/anlagen/1", "/ideen/%00/vertraulich",
    ],
)  # fmt: skip
def test_addresses_of_pages(client: FlaskClient, path: str) -> None:
    for answer in (client.get(path), client.post(path, data={"answer": "x", "entfernen": "x"})):
        assert 300 <= answer.status_code < 500


def test_ten_megabyte_fields_get_413_in_the_house_s_dress(client: FlaskClient) -> None:
    for field in ("title", "body", "unbekannt"):
        answer = submit_whole(client, **{field: "x" * (10 * 1024 * 1024)})
        assert answer.status_code == 413
        assert "Das war zu groß." in answer.text
        assert 'id="inhalt"' in answer.text


def test_too_many_fields_get_413(client: FlaskClient) -> None:
    answer = submit_whole(client, **{f"feld{n}": "x" for n in range(1000)})
    assert answer.status_code == 413


def bomb_png(width: int, height: int) -> bytes:
    """A picture of one colour: a few kilobytes that unpack to many megabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packed = zlib.compress(b"\x00" * min(width * height, 2_000_000), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def bomb_zip() -> bytes:
    """A document that unpacks to a gigabyte, as far as it says."""
    return odt(**{"Pictures/x.bin": b"\x00" * (220 * 1024 * 1024)})


def text_chunk_png() -> bytes:
    """A picture whose header promises an enormous text."""
    data = b"zTXtx\x00\x00" + zlib.compress(b"A" * 80_000_000, 9)
    kind, body = data[:4], data[4:]
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    whole = png()
    return whole[:33] + chunk + whole[33:]


REFUSED: dict[str, tuple[str, Any]] = {
    "empty": ("leer.pdf", b""),
    "svg as png": ("bild.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "html as png": ("bild.png", b"<!doctype html><script>alert(1)</script>"),
    "html as pdf": ("seite.pdf", b"<html>%PDF-1.4 %%EOF</html>"),
    "program": ("plan.pdf", b"MZ\x90\x00" + b"\x00" * 200),
    "elf": ("plan.odt", b"\x7fELF" + b"\x00" * 200),
    "gif": ("bild.png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
    "webp": ("bild.jpg", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
    "tiff": ("bild.jpg", b"II*\x00\x08\x00\x00\x00"),
    "old word": ("text.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "plain text": ("text.odt", b"Hallo"),
    "rtf": ("text.docx", b"{\\rtf1 Hallo}"),
    "zip": ("archiv.odt", lambda: archive({"a.txt": b"a"})),
    "jar": ("archiv.docx", lambda: archive({"META-INF/MANIFEST.MF": b"a", "A.class": b"\xca\xfe\xba\xbe"})),
    "xlsx": ("tabelle.docx", lambda: archive({"[Content_Types].xml": b"sheet", "xl/workbook.xml": b"<a/>"})),
    "epub": ("buch.odt", lambda: archive({"mimetype": b"application/epub+zip", "content.xml": b"<a/>"})),
    "macros": ("text.docx", lambda: docx(**{"word/vbaProject.bin": b"x"})),
    "basic": ("text.odt", lambda: odt(**{"Basic/Standard/Module1.xml": b"x"})),
    "path in zip": ("text.odt", lambda: odt(**{"../../etc/passwd": b"x"})),
    "absolute in zip": ("text.odt", lambda: odt(**{"/etc/passwd": b"x"})),
    "zip bomb": ("text.odt", bomb_zip),
    "many entries": ("text.odt", lambda: odt(**{f"x{n}": b"" for n in range(2100)})),
    "cut zip": ("text.odt", lambda: odt()[:-30]),
    "zip head only": ("text.docx", b"PK\x03\x04" + b"\x00" * 40),
    "wrong sizes in zip": ("text.odt", lambda: odt().replace(b"PK\x01\x02", b"PK\x01\x03")),
    "zip behind a pdf": ("plan.pdf", lambda: pdf() + docx() + b"%%EOF"),
    "cut pdf": ("plan.pdf", b"%PDF-1.7\n1 0 obj"),
    "cut png": ("bild.png", lambda: png(400, 400)[:60]),
    "cut jpeg": ("bild.jpg", lambda: jpeg(400, 400)[:300]),
    "png head only": ("bild.png", b"\x89PNG\r\n\x1a\n"),
    "jpeg head only": ("bild.jpg", b"\xff\xd8\xff\xe0"),
    "wide bomb": ("bild.png", lambda: bomb_png(60_000, 60_000)),
    "flat bomb": ("bild.png", lambda: bomb_png(2_000_000_000, 2)),
    "nothing wide": ("bild.png", lambda: bomb_png(0, 10)),
    "not enough pixels": ("bild.png", lambda: bomb_png(5000, 5000)),
    "text bomb": ("bild.png", text_chunk_png),
    "eleven megabytes": ("gross.pdf", lambda: b"%PDF-1.4\n" + b"x" * (11 * 1024 * 1024) + b"%%EOF"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_we_do_not_take(client: FlaskClient, db_session: Session, name: str) -> None:
    file_name, data = REFUSED[name]
    sent = io.BytesIO(data() if callable(data) else data)
    answer = submit_whole(client, files=(sent, file_name))
    assert answer.status_code == 422, name
    assert is_harmless(answer)
    assert "error-summary" in answer.text
    assert db_session.scalar(select(func.count()).select_from(Attachment)) == 0


MADE_HARMLESS: dict[str, tuple[str, Any, str]] = {
    "script behind a png": ("bild.png", lambda: png() + b"<script>alert(1)</script>", ".png"),
    "zip behind a png": ("bild.png", lambda: png() + docx(), ".png"),
    "php in a jpeg comment": ("bild.jpg", lambda: jpeg(comment=b"<?php system($_GET[0]); ?>"), ".jpg"),
    "png called svg": ("bild.svg", png, ".png"),
    "pdf called html": ("seite.html", pdf, ".pdf"),
    "name with a path": ("../../../etc/cron.d/x.pdf", pdf, ".pdf"),
    "name with a windows path": ("C:\\temp\\x.pdf", pdf, ".pdf"),
    "name turned around": ("rechnung\u202efdp.exe", pdf, ".pdf"),
    "name of tags": ("<script>alert(1)</script>.pdf", pdf, ".pdf"),
    "name of dots": ("...", pdf, ".pdf"),
    "very long name": ("x" * 3000 + ".pdf", pdf, ".pdf"),
    "two endings": ("plan.pdf.exe", pdf, ".pdf"),
    "no name": ("\x00", pdf, ".pdf"),
}


@pytest.mark.parametrize("name", MADE_HARMLESS)
def test_files_that_are_made_harmless(client: FlaskClient, db_session: Session, name: str) -> None:
    file_name, data, suffix = MADE_HARMLESS[name]
    answer = submit_whole(client, files=(io.BytesIO(data()), file_name))
    assert answer.status_code == 303, answer.text
    kept = db_session.scalars(select(Attachment)).one()
    assert kept.file_name.endswith(suffix)
    assert not set(kept.file_name) & set('/\\<>"\r\n\u202e\x00')
    assert len(kept.file_name) <= 110
    assert is_harmless(client.get("/ideen/neu/vorschau"))


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=y.pdf", "a\x00.pdf", "\u202efdp.exe", "..", "/", "", None, "a\tb.pdf"]
)
def test_names_of_files(name: str | None) -> None:
    kept = accept(name, pdf()).name
    assert kept.endswith(".pdf")
    assert kept.isprintable()
