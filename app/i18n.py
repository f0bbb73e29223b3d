"""Languages: which one a reader gets, and how texts, dates and names are said in it.

German is the source language: message ids are the German texts, so only an English catalogue
stands beside them, one per domain (app/<domain>/translations).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    get_locale,
    gettext,
    lazy_gettext,
    lazy_ngettext,
    ngettext,
    npgettext,
    pgettext,
)

from app.clock import local

__all__ = [
    "LANGUAGES",
    "clock",
    "current_language",
    "full_date",
    "full_moment",
    "gettext",
    "in_language",
    "lazy_gettext",
    "lazy_ngettext",
    "ngettext",
    "npgettext",
    "pgettext",
    "short_date",
]

LANGUAGES = ("de", "en")
DEFAULT_LANGUAGE = "de"
APP = Path(__file__).parent

babel = Babel()


def init_app(app: Flask, preferred: Callable[[], str | None]) -> None:
    """Choose the language: `?lang=`, else what `preferred` says (the account's), else the browser's.

    An explicit `?lang=` is carried on by every url_for, so that reading needs no cookie.
    """
    catalogues = sorted(APP.glob("*/translations"))
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Berlin"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, catalogues))
    babel.init_app(app, locale_selector=lambda: _select(preferred))
    app.jinja_env.globals.update(current_language=current_language, LANGUAGES=LANGUAGES)
    # `{% trans %}` may be laid out over several lines; make catalogues reads it the same way.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters.update(
        clock=clock, full_date=full_date, full_moment=full_moment, month_name=month_name, short_date=short_date
    )

    @app.url_defaults
    def carry_language(endpoint: str, values: dict[str, Any]) -> None:
        chosen = explicit_language()
        if chosen and endpoint != "static" and "lang" not in values:
            values["lang"] = chosen


def explicit_language() -> str | None:
    """The language that the address itself asks for, if it asks for one that exists."""
    if not has_request_context():
        return None
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def _select(preferred: Callable[[], str | None]) -> str:
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if "language" not in g:
        g.language = (
            explicit_language() or preferred() or request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE
        )
    return str(g.language)


def current_language() -> str:
    """'de' or 'en': the language of the page or letter being written."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else DEFAULT_LANGUAGE


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Say everything inside in one language, whatever the request's: letters need it."""
    with force_locale(language if language in LANGUAGES else DEFAULT_LANGUAGE):
        yield


def full_date(day: date | datetime) -> str:
    """„Montag, 14. Dezember 2026“; a moment is put on Berlin's clocks first."""
    if isinstance(day, datetime):
        day = local(day).date()
    pattern = "EEEE, d. MMMM y" if current_language() == "de" else "EEEE, d MMMM y"
    return str(format_date(day, pattern))


def full_moment(moment: datetime) -> str:
    """„Montag, 14. Dezember 2026, 10:00 Uhr“ in Europe/Berlin."""
    return f"{full_date(moment)}, {clock(moment)}"


def clock(moment: datetime) -> str:
    """„10:00 Uhr“ or “10:00” in Europe/Berlin."""
    return local(moment).strftime("%H:%M") + (" Uhr" if current_language() == "de" else "")


def month_name(day: date) -> str:
    """„Oktober 2026“ or “October 2026”."""
    return str(format_date(day, "MMMM y"))


def short_date(day: date | datetime) -> str:
    """„14.12.2026“ or „14/12/2026“; a moment is put on Berlin's clocks first."""
    if isinstance(day, datetime):
        day = local(day).date()
    return day.strftime("%d.%m.%Y" if current_language() == "de" else "%d/%m/%Y")
