"""The mail catcher keeps, shows and tells what it caught, and runs nothing of it."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tools.catcher.smtp import smtp_server
from tools.catcher.store import Mailbox
from tools.catcher.web import create_catcher
from tools.processes import free_port

ARRIVED = datetime(2026, 11, 11, 11, 0, tzinfo=UTC)


def letter(subject: str = "Ihre Idee ist da") -> bytes:
    """A letter with everything: text, HTML with a picture, an attachment."""
    message = EmailMessage()
    message["From"] = "Konvent <konvent@regionalkonvent.example>"
    message["To"] = "ada@post.example"
    message["Subject"] = subject
    message["X-Konvent-Kind"] = "idea_received"
    message.set_content("Guten Tag Ada,\n\nhttps://konvent.example/status/abc.\n")
    message.add_alternative(
        '<html><head><title>x</title></head><body><img src="cid:logo"><script>alert(1)</script>'
        '<a href="https://konvent.example/status/abc?a=1&amp;b=2">Zum Stand</a></body></html>',
        subtype="html",
    )
    html = message.get_body(("html",))
    assert html is not None
    html.add_related(b"\x89PNG", "image", "png", cid="<logo>")
    message.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="Sitzung März.ics")
    return message.as_bytes(policy=policy.SMTP)


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mailbox", keep=3)


@pytest.fixture
def web(mailbox: Mailbox) -> FlaskClient:
    return create_catcher(mailbox).test_client()


@pytest.fixture
def smtp_port(mailbox: Mailbox) -> Iterator[int]:
    server = smtp_server(mailbox, "127.0.0.1", free_port())
    server.start()
    yield server.port
    server.stop()


def test_a_letter_sent_by_smtp_is_listed_and_shown(mailbox: Mailbox, web: FlaskClient, smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.sendmail("konvent@regionalkonvent.example", ["ada@post.example"], letter())
    assert "Ihre Idee ist da" in web.get("/").text
    page = web.get("/letters/1").text
    assert "Guten Tag Ada" in page
    assert "Sitzung März.ics" in page
    assert "X-Konvent-Kind" in page
    assert "BEGIN:VCALENDAR" in page


def test_an_address_in_utf_8_is_accepted(mailbox: Mailbox, smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.ehlo()
        client.sendmail("a@b.example", ["jürgen@köln.example"], letter(), mail_options=["SMTPUTF8", "BODY=8BITMIME"])
    assert mailbox.find(to="JÜRGEN")[0].rcpt_to == ["jürgen@köln.example"]


def test_the_html_is_shown_in_a_sandbox_with_its_own_pictures(mailbox: Mailbox, web: FlaskClient) -> None:
    mailbox.add(ARRIVED, "a@b.example", ["ada@post.example"], letter())
    assert "allow-scripts" not in web.get("/letters/1").text
    shown = web.get("/letters/1/html")
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert 'src="/letters/1/parts/1"' in shown.text
    assert web.get("/letters/1/parts/1").data == b"\x89PNG"


def test_attachments_are_downloads(mailbox: Mailbox, web: FlaskClient) -> None:
    mailbox.add(ARRIVED, "a@b.example", ["ada@post.example"], letter())
    answer = web.get("/letters/1/parts/2")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.data == b"BEGIN:VCALENDAR"


def test_scripts_read_letters_as_json(mailbox: Mailbox, web: FlaskClient) -> None:
    mailbox.add(ARRIVED, "a@b.example", ["ada@post.example"], letter("Erster"))
    mailbox.add(ARRIVED + timedelta(minutes=1), "a@b.example", ["bo@post.example"], letter("Zweiter"))
    assert [one["subject"] for one in web.get("/api/letters").json or []] == ["Zweiter", "Erster"]
    assert [one["id"] for one in web.get("/api/letters?to=ada@").json or []] == [1]
    assert [one["id"] for one in web.get("/api/letters?since=1").json or []] == [2]
    assert [one["id"] for one in web.get("/api/letters?since=2026-11-11T12:00:30%2B01:00").json or []] == [2]
    assert web.get("/api/letters?kind=other").json == []
    detail = web.get("/api/letters/1").json or {}
    assert detail["links"] == ["https://konvent.example/status/abc", "https://konvent.example/status/abc?a=1&b=2"]
    assert detail["text"].startswith("Guten Tag")


@pytest.mark.parametrize(("path", "status"), [("/api/letters?since=yesterday", 400), ("/api/letters/9", 404)])
def test_scripts_are_told_what_was_wrong(web: FlaskClient, path: str, status: int) -> None:
    answer = web.get(path)
    assert answer.status_code == status
    assert (answer.json or {})["error"]


def test_letters_survive_a_restart_and_the_oldest_make_room(tmp_path: Path) -> None:
    first = Mailbox(tmp_path, keep=2)
    for number in range(3):
        first.add(ARRIVED, "a@b.example", ["ada@post.example"], letter(f"Brief {number}"))
    (tmp_path / "000009.json").write_text("{cut off")
    second = Mailbox(tmp_path, keep=2)
    assert [summary.subject for summary in second.find()] == ["Brief 2", "Brief 1"]
    assert second.add(ARRIVED, "a@b.example", ["ada@post.example"], letter()).id == 4
    assert not (tmp_path / "000002.eml").exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no headers at all",
        b"Content-Type: text/html; charset=no-such\r\n\r\n<p>caf\xe9",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n",
        b"Subject: =?utf-8?q?broken\r\nTo: <<>>\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Content-Type: multipart/alternative\r\n\r\nnothing",
        b"Date: never\r\nMessage-ID: <\r\nContent-ID: <a\r\nContent-Disposition: attachment; filename*=x'y\r\n\r\n\xff",
    ],
)
def test_no_letter_is_too_odd_to_show(mailbox: Mailbox, web: FlaskClient, raw: bytes) -> None:
    mailbox.add(ARRIVED, "", ["ada@post.example"], raw)
    for path in ("/", "/letters/1", "/letters/1/html", "/letters/1/raw", "/api/letters", "/api/letters/1"):
        assert web.get(path).status_code == 200, path


def test_a_foreign_page_can_neither_read_nor_empty_the_mailbox(mailbox: Mailbox, web: FlaskClient) -> None:
    mailbox.add(ARRIVED, "a@b.example", ["ada@post.example"], letter())
    assert web.get("/api/letters", headers={"Host": "rebound.example:8025"}).status_code == 421
    assert web.post("/clear", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert mailbox.find()
    assert web.post("/clear").status_code == 303
    assert not mailbox.find()


def test_the_pages_speak_german_and_english(web: FlaskClient) -> None:
    assert "Hier liegt noch kein Brief" in web.get("/").text
    assert "No letter yet" in web.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text


def test_the_pages_run_nothing_but_their_own(web: FlaskClient) -> None:
    policy = web.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
