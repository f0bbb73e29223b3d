"""What every page needs around its content: whose site, where to go, which language, who is signed in."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, current_app, g, get_flashed_messages, request, url_for
from flask_babel import LazyString
from sqlalchemy.exc import SQLAlchemyError

from app.i18n import LANGUAGES, current_language, explicit_language
from app.i18n import lazy_gettext as _l
from app.web import pieces
from app.web.access import Actor, current_actor, policy_of
from app.web.fields import field_kind, form_errors

Named = tuple[str, LazyString]

NAVIGATION: tuple[Named, ...] = (
    ("/ideen", _l("Ideen")),
    ("/massnahmen", _l("Maßnahmen")),
    ("/sitzungen", _l("Sitzungen")),
    ("/mitglieder", _l("Mitglieder")),
    ("/rueckmeldung", _l("Rückmeldung")),
)
TAKE_PART: tuple[Named, ...] = (
    ("/ideen/neu", _l("Idee einreichen")),
    ("/ideen", _l("Ideen lesen")),
    ("/beteiligung", _l("Beteiligung")),
    ("/beschluesse", _l("Beschlüsse")),
    ("/einblicke", _l("Einblicke")),
    ("/rueckmeldung", _l("Rückmeldung geben")),
)
SERVICE_PAGES: tuple[Named, ...] = (
    ("/leichte-sprache", _l("Leichte Sprache")),
    ("/barrierefreiheit", _l("Barrierefreiheit")),
    ("/datenschutz", _l("Datenschutz")),
    ("/impressum", _l("Impressum")),
)
ACCOUNT_PAGES: tuple[Named, ...] = (
    ("/konto/sitzungen", _l("Meine Sitzungen")),
    ("/moderation", _l("Moderation")),
    ("/geschaeftsstelle/sitzungen", _l("Sitzungen planen")),
    ("/geschaeftsstelle/sitze", _l("Sitze und Stellvertretungen")),
    ("/geschaeftsstelle/aufgaben", _l("Aufgaben")),
    ("/geschaeftsstelle/ueberblicke", _l("Überblicke")),
    ("/umlauf", _l("Umlaufbeschlüsse")),
    ("/verwaltung/post", _l("Post")),
    ("/verwaltung", _l("Verwaltung")),
    ("/konto/aufgaben", _l("Meine Aufgaben")),
    ("/konto", _l("Konto und Einstellungen")),
    ("/konto/neuigkeiten", _l("Neuigkeiten")),
)
NAME_SOURCE, LAST_NAME, LISTS = "shell.body_name", "shell.last_body_name", "shell.lists"
NOTICES = "shell.notices"
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


@dataclass(frozen=True, slots=True)
class BodyName:
    """Whose site this is; `demo` puts the banner on every page."""

    name_de: str = "Regionalkonvent"
    name_en: str = "Regional convention"
    project_de: str = ""
    project_en: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a list of links; `current` is 'page' here, 'true' on a page below it."""

    label: str
    url: str
    current: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that stands above every page until it is mended."""

    title: str
    text: str
    url: str | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """The same page in another language."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PageShell:
    """Everything that header, footer and head of a page show."""

    language: str
    body_name: str
    project_name: str
    demo: bool
    home: str
    navigation: list[Link]
    take_part: list[Link]
    service_pages: list[Link]
    other_languages: list[Language]
    canonical: str | None
    alternates: list[tuple[str, str]]
    person: Actor | None
    account_links: list[Link]
    easy_language: str | None
    search: str | None
    sign_in: str | None
    sign_out: str | None
    notices: list[Notice]


def init_app(app: Flask, body_name: Callable[[], BodyName] = BodyName) -> None:
    """Give the templates what base.html and the macros call; `body_name` may ask the database."""
    app.extensions[NAME_SOURCE] = body_name
    app.jinja_env.globals.update(
        page_shell=page_shell,
        flashes=flashes,
        here=here,
        url_to=url_to,
        badge_of=pieces.badge_of,
        station_of=pieces.station_of,
        idea_path=lambda: pieces.STATIONS,
        field_kind=field_kind,
        form_errors=form_errors,
    )
    app.jinja_env.filters.update(thousands=thousands, breakable=breakable)


def page_shell() -> PageShell:
    """The shell of the page being written; never fails, so that error pages can use it too."""
    language = current_language()
    name = name_of_body()
    person = _person_with_cookie()
    return PageShell(
        language=language,
        body_name=name.name_en if language == "en" else name.name_de,
        project_name=name.project_en if language == "en" else name.project_de,
        demo=name.demo,
        home=_url_of("/") or "/",
        navigation=_links(NAVIGATION),
        take_part=_links(TAKE_PART),
        service_pages=_links(SERVICE_PAGES),
        other_languages=[
            Language(code, LANGUAGE_NAMES[code], here(lang=code)) for code in LANGUAGES if code != language
        ],
        canonical=_canonical(),
        alternates=_alternates(),
        person=person,
        account_links=_links(ACCOUNT_PAGES, person) if person else [],
        search=_url_of("/suche"),
        easy_language=_url_of("/leichte-sprache"),
        sign_in=_url_of("/anmelden"),
        sign_out=url_for("members.sign_out") if person else None,
        notices=_notices(person) if person else [],
    )


def here(**changes: str | None) -> str:
    """The current address with some of its query changed; None takes a key out."""
    query: dict[str, Any] = {**request.args.to_dict(flat=False), **changes}
    kept = {key: value for key, value in query.items() if value is not None}
    return f"{request.path}?{urlencode(kept, doseq=True)}" if kept else request.path


def url_to(path: str) -> str:
    """A stable address of ours with the language that the reader chose."""
    chosen = explicit_language()
    return f"{path}?lang={chosen}" if chosen else path


def flashes() -> list[tuple[str, str]]:
    """Messages kept for this visitor; without a session cookie nobody left any."""
    if not has_session_cookie():
        return []
    return cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))


def thousands(number: int) -> str:
    """12345 as „12.345“ or “12,345”."""
    grouped = f"{number:,}"
    return grouped if current_language() == "en" else grouped.replace(",", ".")


def breakable(name: str) -> str:
    """A place's name with a soft hyphen before „kreis“, so that narrow tiles need not overflow."""
    return name.replace("gebirgskreis", "gebirgs\u00adkreis").replace("landkreis", "land\u00adkreis")


def has_session_cookie() -> bool:
    """Whether the reader brings a session; only then may a public page ask who it is."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def _person_with_cookie() -> Actor | None:
    # Only a visitor who brings a session can be somebody: reading pages ask nothing and set nothing.
    if not has_session_cookie() or "without_database" in g:
        return None
    try:
        actor = current_actor()
        return actor if actor.is_authenticated else None
    except SQLAlchemyError:
        return None


def name_of_body() -> BodyName:
    """Whose site this is; a default when the database does not answer."""
    # While the database is away, error pages still say whose they are.
    known = current_app.extensions
    if "without_database" not in g:
        with contextlib.suppress(SQLAlchemyError):
            known[LAST_NAME] = known[NAME_SOURCE]()
    return cast("BodyName", known.get(LAST_NAME) or BodyName())


def _notices(person: Actor) -> list[Notice]:
    writers: tuple[Callable[[Actor], Notice | None], ...] = current_app.extensions.get(NOTICES, ())
    # Error pages come here too, and must not fail over what a notice wants to know.
    with contextlib.suppress(SQLAlchemyError):
        return [notice for notice in (write(person) for write in writers) if notice]
    return []


def _endpoints_by_path() -> dict[str, str]:
    known = current_app.extensions.get("shell.endpoints")
    if known is None:
        known = {
            rule.rule: rule.endpoint
            for rule in current_app.url_map.iter_rules()
            if rule.arguments <= set(rule.defaults or ()) and "GET" in (rule.methods or ())
        }
        current_app.extensions["shell.endpoints"] = known
    return cast("dict[str, str]", known)


def _url_of(path: str) -> str | None:
    return url_to(path) if path in _endpoints_by_path() else None


def _links(wanted: tuple[Named, ...], actor: Actor | None = None) -> list[Link]:
    """The links among `wanted` whose pages exist and, if an actor is given, let them in."""
    endpoints = _endpoints_by_path()
    return [
        Link(label, url, _current(path))
        for path, label, url in _existing(wanted)
        if actor is None or _lets_in(endpoints[path], actor)
    ]


def _existing(wanted: tuple[Named, ...]) -> list[tuple[str, str, str]]:
    """Path, label and address of the pages that exist; written once a language, for every page has them."""
    written: dict[object, list[tuple[str, str, str]]] = current_app.extensions.setdefault(LISTS, {})
    # By identity: the lists are constants, and to hash a lazy text would translate it.
    key = (id(wanted), current_language(), explicit_language())
    if key not in written:
        endpoints = _endpoints_by_path()
        written[key] = [(path, str(label), url_for(endpoints[path])) for path, label in wanted if path in endpoints]
    return written[key]


def _lets_in(endpoint: str, actor: Actor) -> bool:
    policy = policy_of(current_app, endpoint)
    return policy is not None and policy(actor)


def _current(path: str) -> str | None:
    if request.path == path:
        return "page"
    return "true" if request.path.startswith(f"{path}/") else None


def _address(language: str | None) -> str:
    base = f"{current_app.config['BASE_URL']}{request.path}"
    return f"{base}?lang={language}" if language else base


def _canonical() -> str | None:
    # Pages behind a signed link, error pages and answers to forms have no address to hand on.
    readable = request.endpoint is not None and request.method in ("GET", "HEAD")
    return _address(explicit_language()) if readable and "token" not in (request.view_args or {}) else None


def _alternates() -> list[tuple[str, str]]:
    return [*((code, _address(code)) for code in LANGUAGES), ("x-default", _address(None))]
