"""Error pages: same dress, same language, what to do next, a number for the log."""

from __future__ import annotations

from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_wtf.csrf import CSRFError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.db import db, hang_up
from app.factory import create_app
from app.web.access import public
from app.web.errors import LAST_RESORT, TROUBLES

UNREACHABLE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture(scope="module")
def lonely() -> Iterator[Flask]:
    """An application whose database is away and that answers faults as production does."""
    app = create_app(
        {"SQLALCHEMY_DATABASE_URI": UNREACHABLE, "PROPAGATE_EXCEPTIONS": False, "SECRET_KEY": "a key for tests"},
        environ={"KONVENT_MODE": "testing"},
    )

    @public
    def fail(kind: str) -> str:
        if kind == "database":
            db.session.execute(text("SELECT 1"))
        if kind == "form":
            raise CSRFError
        if kind.isdigit():
            abort(int(kind))
        raise ZeroDivisionError(kind)

    app.add_url_rule("/fehler/<kind>", view_func=fail)
    app.add_url_rule("/api/fehler/<kind>", endpoint="api", view_func=fail)
    yield app
    with app.app_context():
        hang_up()


@pytest.mark.parametrize("code", sorted(TROUBLES))
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_error_has_its_page(lonely: Flask, code: int, language: str) -> None:
    """A well-formed page in the reader's language with a way on, even without a database."""
    answer = lonely.test_client().get(f"/fehler/{code}?lang={language}")
    assert answer.status_code == code
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    with lonely.test_request_context(f"/?lang={language}"):
        assert str(TROUBLES[code].title) in answer.text
        assert str(TROUBLES[code].then) in answer.text


def test_a_fault_of_ours_is_a_500_without_its_message(lonely: Flask) -> None:
    """What went wrong stands in the log, not on the page."""
    answer = lonely.test_client().get("/fehler/geheim")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "geheim" not in answer.text.split("<main")[1]


def test_database_away_is_a_503_that_says_when_to_come_back(lonely: Flask) -> None:
    """Also for somebody who brings a session cookie, whose account we cannot look up now."""
    client = lonely.test_client()
    client.set_cookie("konvent", "whatever")
    answer = client.get("/fehler/database", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert '<html lang="en">' in answer.text


def test_reading_pages_work_without_database(lonely: Flask) -> None:
    """The legal notice and the sign of life need no row."""
    client = lonely.test_client()
    assert client.get("/impressum").status_code == 200
    assert client.get("/healthz").json == {"status": "alive"}


def test_a_stale_form_is_told_apart(lonely: Flask) -> None:
    """Not the English text of the library, and not „Bad Request“."""
    page = lonely.test_client().get("/fehler/form").text
    assert "Das Formular war zu lange offen." in page
    assert "CSRF" not in page


def test_machines_get_json(lonely: Flask) -> None:
    """Programs need no page."""
    answer = lonely.test_client().get("/api/fehler/404")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["request"] == answer.headers["X-Request-ID"]


def test_htmx_puts_the_error_into_the_content(lonely: Flask) -> None:
    """A part was asked for; the whole content is replaced, not the part stuffed with a page."""
    answer = lonely.test_client().get("/fehler/500", headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "#inhalt"
    assert answer.headers["HX-Reselect"] == "#inhalt"


def test_the_last_resort_needs_nothing(lonely: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """When even the template fails, a plain page still tells the number."""
    monkeypatch.setattr("app.web.errors.render_template", _raise_lookup_error)
    answer = lonely.test_client().get("/fehler/404")
    assert answer.status_code == 404
    assert answer.headers["X-Request-ID"] in answer.text
    html5lib.HTMLParser(strict=True).parse(LAST_RESORT)


def _raise_lookup_error(*_: object, **__: object) -> str:
    raise LookupError


def test_the_database_fault_is_the_one_we_expect(lonely: Flask) -> None:
    """Guards the list of faults that mean „away“."""
    with lonely.app_context(), pytest.raises(OperationalError):
        db.session.execute(text("SELECT 1"))


def test_own_words_win_over_general_ones(client: FlaskClient) -> None:
    """404 keeps the general words; Werkzeug's English never shows."""
    page = client.get("/gibt-es-nicht").text
    assert "The requested URL" not in page
    assert "Diese Seite gibt es hier nicht." in page


def test_a_body_that_is_too_large_is_told_in_words(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of the whole request, before anything is read."""
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    answer = client.post("/anmelden", data={"email": "x" * 2000})
    assert answer.status_code == 413
    assert "Das war zu groß." in answer.text


def test_a_wrong_method_says_which_ones_there_are(client: FlaskClient) -> None:
    """Programs read the header, people the page."""
    answer = client.post("/impressum")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
