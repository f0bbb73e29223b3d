"""Which pages the public can open: walks the address map, so that a new page is tested without being listed."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.web.access import anybody, policy_of


def public_paths(app: Flask) -> list[str]:
    """Every address without variable part that anybody may GET."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.arguments <= set(rule.defaults or ())
        and policy_of(app, rule.endpoint) is anybody
    )


def public_pages(app: Flask, client: FlaskClient) -> dict[str, str]:
    """The HTML of every such address that answers with a page."""
    answers = {path: client.get(path) for path in public_paths(app)}
    return {
        path: answer.text
        for path, answer in answers.items()
        if answer.status_code == 200 and answer.mimetype == "text/html"
    }


def has_form(html: str) -> bool:
    """Whether a page asks for input that is posted; only such a page may need a cookie."""
    return 'method="post"' in html.lower()
