"""Whatever is sent to the forms, the answer is a refusal or a safe page, never a fault of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.ideas.models import Idea
from app.ideas.states import IdeaState
from app.mail.models import StoredLetter
from tests.factories import make_idea
from tests.feedback.conftest import Send
from tests.feedback.helpers import public_comment
from tests.feedback.test_pages import COMMENT, GENERAL, SUPPORT

NASTY = {
    "nul": "a\x00b" * 5,
    "controls": "".join(map(chr, range(32))) * 3,
    "right to left": "\u202egnihtemos\u202c mit Drehung",
    "four bytes": "🧑‍🔧🏭" * 20,
    "lone surrogates": "ab\udce4cd\udfff" * 5,
    "header": "x\r\nBcc: alle@post.example\r\n\r\nhallo",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ config }}{% for x in y %}%(address)s %s",
    "markdown": "[klick](javascript:alert(1)) ![](https://fremd.example/x.png)",
    "long": "x" * 100_000,
    "combining": "Z" + "\u0301" * 2500,
    "brackets": "[" * 2900,
    "quotes": ">" * 2900,
}
PATHS = {"kommentieren": COMMENT, "unterstuetzen": SUPPORT}


@pytest.fixture
def idea(db_session: Session) -> Idea:
    return make_idea(IdeaState.ASSESSMENT)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize(
    "field", ["body", "name", "organisation", "email", "group_code", "shown_as", "form_key", "ausweis"]
)
def test_a_comment_made_of_nasty_text(send: Send, idea: Idea, field: str, nasty: str) -> None:
    answer = send(f"/ideen/{idea.reference}/kommentieren", **{**COMMENT, field: nasty.encode(errors="surrogatepass")})
    assert answer.status_code in (303, 413, 422)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("field", ["topic", "page", "body", "email"])
def test_general_feedback_made_of_nasty_text(send: Send, db_session: Session, field: str, nasty: str) -> None:
    answer = send("/rueckmeldung", **{**GENERAL, field: nasty.encode(errors="surrogatepass")})
    assert answer.status_code in (303, 413, 422)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY.keys())
def test_what_was_published_is_safe_to_read(client: FlaskClient, idea: Idea, nasty: str) -> None:
    body = nasty.replace("\x00", "").encode(errors="replace").decode()[:2900]
    public_comment(idea, datetime.now(UTC), body=body, name="<b>Ada</b>")
    page = client.get(f"/ideen/{idea.reference}")
    assert page.status_code == 200
    for bad in ("<script>alert", "<img src=x", 'href="javascript:', "<b>Ada", 'src="https://fremd'):
        assert bad not in page.text


@pytest.mark.parametrize(
    "address",
    [
        "a@post.example\r\nBcc: b@post.example",
        "a@b",
        "a b@post.example",
        "ä@post.example",
        "a@post.example,b@post.example",
    ],
)
def test_an_address_that_is_none_gets_no_letter(send: Send, db_session: Session, idea: Idea, address: str) -> None:
    answer = send(f"/ideen/{idea.reference}/unterstuetzen", **{**SUPPORT, "email": address})
    assert answer.status_code == 422
    assert db_session.query(StoredLetter).count() == 0


@pytest.mark.parametrize("path", PATHS)
def test_the_trap_catches_robots(send: Send, db_session: Session, idea: Idea, path: str) -> None:
    values: dict[str, Any] = {**PATHS[path], "website": "https://spam.example"}
    assert send(f"/ideen/{idea.reference}/{path}", **values).status_code == 422
    assert db_session.query(StoredLetter).count() == 0


@pytest.mark.parametrize("path", PATHS)
def test_who_is_too_quick_is_asked_again(client: FlaskClient, db_session: Session, idea: Idea, path: str) -> None:
    answer = client.post(f"/ideen/{idea.reference}/{path}", data=PATHS[path])
    assert answer.status_code == 422
    assert "ada@post.example" in answer.text


@pytest.mark.parametrize("token", ["%00", "a" * 5000, "..%2f..", "%F0%9F%8F%AD", "WzFd.AAAA"])
def test_tokens_of_nonsense(client: FlaskClient, db_session: Session, token: str) -> None:
    for path in ("", "gesendet/", "bestaetigen/"):
        assert client.get(f"/beitraege/{path}{token}").status_code in (404, 410)
