"""What every answer tells the browser."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.web.headers import content_security_policy


@pytest.fixture(scope="module")
def secure_client() -> FlaskClient:
    """A browser in front of an application that stands behind https."""
    settings = {"BASE_URL": "https://konvent.example", "SECURE_COOKIES": True, "SECRET_KEY": "a key for tests"}
    return create_app(settings, environ={"KONVENT_MODE": "testing"}).test_client()


@pytest.mark.parametrize("path", ["/healthz", "/impressum", "/gibt-es-nicht"])
def test_every_answer_is_protected(client: FlaskClient, path: str) -> None:
    """Pages, machine answers and errors alike."""
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_policy_allows_only_our_own_sources() -> None:
    """No inline code or style, no evaluation, no foreign address."""
    policy = content_security_policy(secure=True)
    assert "unsafe" not in policy
    assert re.search(r"https?:|//|\*", policy) is None
    assert "default-src 'self'" in policy


def test_strict_transport_only_behind_https(client: FlaskClient, secure_client: FlaskClient) -> None:
    """Over plain http (development) the header would lock the developer out."""
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    assert "max-age=" in secure_client.get("/healthz").headers["Strict-Transport-Security"]


def test_cookie_is_pinned_to_the_host_behind_https(secure_client: FlaskClient) -> None:
    """The __Host- prefix needs Secure, Path=/ and no Domain."""
    config = secure_client.application.config
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert config["SESSION_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_PATH"] == "/"
    assert config["SESSION_COOKIE_DOMAIN"] is None
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_cookie_works_without_https(app: Flask) -> None:
    """Browsers refuse a __Host- cookie over http, so development has another name."""
    assert app.config["SESSION_COOKIE_NAME"] == "konvent"


def test_pages_vary_by_language_and_may_not_be_kept_for_others(client: FlaskClient) -> None:
    """A shared cache must neither mix languages nor hand out a page made for somebody."""
    anonymous = client.get("/impressum")
    assert anonymous.headers["Cache-Control"] == "no-cache"
    assert {"Accept-Language", "Cookie"} <= set(anonymous.headers["Vary"].split(", "))
    client.set_cookie("konvent", "something")
    assert client.get("/impressum").headers["Cache-Control"] == "no-store"
