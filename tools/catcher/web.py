"""The catcher's pages and its JSON for scripts."""

import dataclasses
import re
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from tools.catcher.letter import Letter, Part, Summary
from tools.catcher.store import Mailbox
from tools.catcher.words import word

_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A letter may bring styles and pictures of its own and open links in new tabs; it may not run or fetch anything.
_LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'self'"
)
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


def create_catcher(mailbox: Mailbox) -> Flask:
    """Return the pages over a mailbox.

    A request must name this machine as its host: letters hold sign-in links, and a foreign page could otherwise point
    a host name of its own at 127.0.0.1 and read them.
    """
    app = Flask(__name__)
    app.jinja_env.globals["word"] = lambda key: word(key, request.accept_languages)
    app.jinja_env.filters["clock"] = _clock
    _guard(app)
    _add_pages(app, mailbox)
    _add_contents(app, mailbox)
    _add_api(app, mailbox)
    return app


def _guard(app: Flask) -> None:
    @app.before_request
    def refuse_strangers() -> None:
        host = re.sub(r":\d+$", "", request.host)
        if host not in _LOOPBACK_HOSTS:
            abort(HTTPStatus.MISDIRECTED_REQUEST)
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            abort(HTTPStatus.FORBIDDEN)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response


def _add_pages(app: Flask, mailbox: Mailbox) -> None:
    @app.get("/")
    def index() -> str:
        to = request.args.get("to", "")
        return render_template("list.html", letters=mailbox.find(to=to), to=to)

    @app.get("/letters/<int:number>")
    def letter(number: int) -> str:
        summary, letter = _found(mailbox, number)
        return render_template("letter.html", summary=summary, letter=letter, frame_height=_frame_height(letter))

    @app.post("/clear")
    def clear() -> AnyResponse:
        mailbox.clear()
        return redirect(url_for("index"), HTTPStatus.SEE_OTHER)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"


def _add_contents(app: Flask, mailbox: Mailbox) -> None:
    @app.get("/letters/<int:number>/html")
    def html(number: int) -> Response:
        _, letter = _found(mailbox, number)
        return Response(_displayable(number, letter), headers={"Content-Security-Policy": _LETTER_POLICY})

    @app.get("/letters/<int:number>/raw")
    def raw(number: int) -> Response:
        return Response(_found(mailbox, number)[1].raw, mimetype="text/plain")

    @app.get("/letters/<int:number>/parts/<int:part_number>")
    def part(number: int, part_number: int) -> Response:
        wanted = next((part for part in _found(mailbox, number)[1].parts if part.number == part_number), None)
        return _download(wanted) if wanted else abort(HTTPStatus.NOT_FOUND)


def _add_api(app: Flask, mailbox: Mailbox) -> None:
    @app.get("/api/letters")
    def api_letters() -> Response:
        wanted: dict[str, Any] = {"to": request.args.get("to", ""), "kind": request.args.get("kind", "")}
        letters = mailbox.find(**wanted, **_since(request.args.get("since", "")))
        return jsonify([_as_json(summary) for summary in letters])

    @app.get("/api/letters/<int:number>")
    def api_letter(number: int) -> Response:
        summary, letter = _found(mailbox, number)
        return jsonify({**_as_json(summary), **letter.contents()})

    @app.errorhandler(HTTPException)
    def explain(error: HTTPException) -> tuple[Response, int] | HTTPException:
        if not request.path.startswith("/api/"):
            return error
        return jsonify(error=error.description), error.code or HTTPStatus.INTERNAL_SERVER_ERROR


def _found(mailbox: Mailbox, number: int) -> tuple[Summary, Letter]:
    found = mailbox.get(number)
    return found if found is not None else abort(HTTPStatus.NOT_FOUND, "There is no such letter (any more).")


def _as_json(summary: Summary) -> dict[str, Any]:
    facts = dataclasses.asdict(summary)
    facts["from"] = facts.pop("sender")
    return facts


def _since(value: str) -> dict[str, Any]:
    """Read `since`: a letter's number, or a time with its zone."""
    if not value or value.isdecimal():
        return {"after": int(value or 0)}
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))  # an unescaped + arrives as a space
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        abort(HTTPStatus.BAD_REQUEST, "since: a letter's id, or a time such as 2026-12-14T10:00:00+01:00")
    return {"received_after": moment}


def _displayable(number: int, letter: Letter) -> str:
    """Return the HTML with links that open beside the mailbox and pictures that come from the letter."""
    shown = letter.html
    for part in letter.parts:
        if part.content_id:
            address = url_for("part", number=number, part_number=part.number)
            shown = shown.replace(f"cid:{part.content_id}", address)
    base = '<base target="_blank">'
    with_base, heads = re.subn(r"(<head\b[^>]*>)", rf"\1{base}", shown, count=1, flags=re.IGNORECASE)
    return with_base if heads else base + shown


def _frame_height(letter: Letter) -> str:
    """Guess from the text how tall the frame should be: without scripts nobody inside can tell."""
    lines = letter.text.count("\n") + len(letter.text) // 60
    return "short" if lines < 20 else "medium" if lines < 50 else "tall"


def _download(part: Part) -> Response:
    response = Response(part.content, mimetype=part.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if not part.content_id:
        response.headers.set("Content-Disposition", "attachment", filename=part.name)
    return response


def _clock(received_at: str) -> str:
    """Return a moment in this machine's own time zone."""
    return datetime.fromisoformat(received_at).astimezone().strftime("%d.%m.%Y %H:%M:%S")
