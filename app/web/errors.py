"""Error pages: what happened, what to do next, and the number under which the log knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import LazyString
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from app.db import db
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, explicit_language
from app.i18n import lazy_gettext as _l
from app.web.logs import request_id

AWAY = (OperationalError, InterfaceError, PoolTimeout)
MACHINE_PATHS = ("/api/", "/oparl/", "/feeds/", "/healthz", "/readyz", "/metrics")
RETRY_SECONDS = "30"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of error in words: a heading, what happened, what helps."""

    title: LazyString
    what: LazyString
    then: LazyString


TROUBLES: dict[int, Trouble] = {
    400: Trouble(
        _l("Diese Anfrage konnten wir nicht lesen."),
        _l("Die Adresse oder das Formular kam unvollständig an."),
        _l("Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."),
    ),
    403: Trouble(
        _l("Diese Seite ist nicht für alle offen."),
        _l("Ihr Konto hat dafür keine Berechtigung, oder ein Link ist nicht mehr gültig."),
        _l("Melden Sie sich mit einem anderen Konto an oder fordern Sie den Link noch einmal an."),
    ),
    404: Trouble(
        _l("Diese Seite gibt es hier nicht."),
        _l("Vielleicht hat die Adresse einen Tippfehler, oder die Seite ist umgezogen."),
        _l("Suchen Sie in den Ideen oder beginnen Sie auf der Startseite."),
    ),
    405: Trouble(
        _l("So lässt sich diese Seite nicht aufrufen."),
        _l("Die Seite erwartet, dass ein Formular abgeschickt oder eine Seite gelesen wird – hier war es umgekehrt."),
        _l("Gehen Sie zurück und öffnen Sie die Seite noch einmal."),
    ),
    409: Trouble(
        _l("Jemand war inzwischen schneller."),
        _l("Seit Sie die Seite geöffnet haben, hat sich der Stand geändert. Es wurde nichts überschrieben."),
        _l("Gehen Sie zurück, laden Sie die Seite neu und prüfen Sie den neuen Stand."),
    ),
    410: Trouble(
        _l("Diese Seite gibt es nicht mehr."),
        _l("Der Inhalt wurde entfernt, oder ein Link ist abgelaufen."),
        _l("Beginnen Sie auf der Startseite oder fordern Sie einen neuen Link an."),
    ),
    413: Trouble(
        _l("Das war zu groß."),
        _l("Die Anhänge oder der Text sind größer, als wir annehmen können. Es wurde nichts gespeichert."),
        _l("Gehen Sie zurück und wählen Sie kleinere oder weniger Dateien: höchstens 10 MB je Datei, 25 MB zusammen."),
    ),
    422: Trouble(
        _l("Eine Angabe passt noch nicht."),
        _l("Das Formular kam an, aber eine Angabe konnten wir nicht verwenden."),
        _l("Gehen Sie zurück, prüfen Sie Ihre Angaben und senden Sie das Formular noch einmal."),
    ),
    429: Trouble(
        _l("Das waren sehr viele Anfragen."),
        _l("Von Ihrem Anschluss kamen in kurzer Zeit mehr Anfragen, als wir zulassen. Das schützt die Seite."),
        _l("Warten Sie bitte einige Minuten und versuchen Sie es dann noch einmal."),
    ),
    500: Trouble(
        _l("Bei uns ist etwas schiefgegangen."),
        _l("Der Fehler liegt nicht bei Ihnen. Er wurde aufgezeichnet."),
        _l("Versuchen Sie es in einigen Minuten noch einmal. Bleibt der Fehler, nennen Sie uns die Fehlernummer."),
    ),
    503: Trouble(
        _l("Wir sind gerade nicht erreichbar."),
        _l("Ein Teil unserer Technik antwortet nicht, oder es wird gerade gewartet."),
        _l("Versuchen Sie es in einer Minute noch einmal. Was Sie schon abgeschickt haben, ist gespeichert."),
    ),
}
STALE_FORM = Trouble(
    _l("Das Formular war zu lange offen."),
    _l("Zu Ihrer Sicherheit gilt ein Formular nur eine begrenzte Zeit. Es wurde nichts gespeichert."),
    _l("Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal."),
)
# When even the error page fails: no template, no catalogue, no database.
LAST_RESORT = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Fehler</title></head><body><main>'
    "<h1>Bei uns ist etwas schiefgegangen.</h1><p>Bitte versuchen Sie es in einigen Minuten noch einmal.</p>"
    '<p lang="en">Something went wrong on our side. Please try again in a few minutes.</p>'
    "<p>Fehlernummer: {request}</p></main></body></html>"
)


def init_app(app: Flask) -> None:
    """Answer every HTTP error, and every fault of ours, with a page of the house."""
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(InternalServerError, answer_fault)


def answer(error: HTTPException) -> Response:
    """The page, JSON or bare answer for an HTTP error."""
    if error.response is not None or error.code is None or error.code < 400:
        return cast("Response", error.get_response())
    return _respond(error, error.code)


def answer_fault(error: InternalServerError) -> Response:
    """A fault nobody caught: 503 when the database is away, 500 otherwise. Asks the database nothing."""
    g.without_database = True
    g.language = explicit_language() or request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()
    return _respond(error, 503 if isinstance(error.original_exception, AWAY) else 500)


def _respond(error: HTTPException, code: int) -> Response:
    if request.path.startswith(MACHINE_PATHS):
        response = jsonify(status=code, title=error.name, request=request_id())
    else:
        response = make_response(_page(error, code))
    response.status_code = code
    if code == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    if "HX-Request" in request.headers:
        # A part of a page was asked for; the error takes the place of the whole content.
        response.headers["HX-Retarget"] = "#inhalt"
        response.headers["HX-Reselect"] = "#inhalt"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _page(error: HTTPException, code: int) -> str:
    trouble = STALE_FORM if isinstance(error, CSRFError) else TROUBLES.get(code, TROUBLES[400 if code < 500 else 500])
    # Our own abort(403, _("…")) says more than the general words; Werkzeug's English default says less.
    own_words = error.description if error.description != type(error).description else None
    note = own_words if code < 500 and not isinstance(error, CSRFError) else None
    try:
        return render_template("web/error.html", trouble=trouble, code=code, note=note, request_id=request_id())
    except (TemplateError, SQLAlchemyError, LookupError, OSError):
        return LAST_RESORT.format(request=request_id())
