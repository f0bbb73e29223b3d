"""Signed links for letters: what they open stands in them, and nobody can write one but us."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer


class InvalidLink(ValueError):
    """The link was not made by us, was made for something else, or is too old."""


def sign(purpose: str, *parts: object) -> str:
    """A token for one purpose that carries `parts` (JSON values) and never expires by itself."""
    return URLSafeSerializer(_key(), salt=f"konvent:{purpose}").dumps(list(parts))


def read(purpose: str, token: str) -> list[Any]:
    """The parts of a token made by sign() for the same purpose. Raises InvalidLink."""
    try:
        return list(URLSafeSerializer(_key(), salt=f"konvent:{purpose}").loads(token))
    except (BadData, TypeError) as fault:
        raise InvalidLink(purpose) from fault


def sign_for_a_while(purpose: str, *parts: object) -> str:
    """Like sign(), but the reader may ask for a greatest age."""
    return URLSafeTimedSerializer(_key(), salt=f"konvent:{purpose}:timed").dumps(list(parts))


def read_fresh(purpose: str, token: str, max_age_seconds: int) -> list[Any]:
    """The parts of a token made by sign_for_a_while(). Raises InvalidLink, also when too old."""
    try:
        serializer = URLSafeTimedSerializer(_key(), salt=f"konvent:{purpose}:timed")
        return list(serializer.loads(token, max_age=max_age_seconds))
    except (BadData, TypeError) as fault:
        raise InvalidLink(purpose) from fault


def absolute(endpoint: str, **values: object) -> str:
    """The public address of a page, for letters and feeds: BASE_URL and the path, whatever host
    the request at hand claims to be for, if there is a request at all. It carries no language on."""
    path = current_app.url_map.bind("house").build(endpoint, values)
    return str(current_app.config["BASE_URL"]) + path


def own_path(target: str | None, otherwise: str) -> str:
    """`target` if it is a path on this site, else `otherwise`: nobody is sent away by our own link."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    # Browsers read a backslash as a slash and drop control characters before they look.
    harmless = target.isprintable() and "\\" not in target and not urlsplit(target).netloc
    return target if harmless else otherwise


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
