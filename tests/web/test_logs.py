"""The log: one line a request, an id, nothing about a person."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import structlog
from flask.testing import FlaskClient

from app.web.logs import configure


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the log would get, as values."""
    caught: list[dict[str, Any]] = []

    def catch(_logger: Any, _name: str, event: Any) -> Any:
        caught.append(dict(event))
        raise structlog.DropEvent

    processors = structlog.get_config()["processors"]
    monkeypatch.setattr("app.web.logs.log", structlog.wrap_logger(logging.getLogger(), [*processors[:-1], catch]))
    return caught


def test_a_line_names_the_rule_not_the_address(client: FlaskClient, lines: list[dict[str, Any]]) -> None:
    """Addresses hold signed links and search words."""
    client.get("/impressum?q=geheim")
    assert lines[-1]["rule"] == "/impressum"
    assert lines[-1]["status"] == 200
    assert "geheim" not in str(lines)
    assert "127.0.0.1" not in str(lines)


def test_the_id_of_a_proxy_is_kept_and_nonsense_is_not(client: FlaskClient) -> None:
    """One request has one id through all logs; a header cannot smuggle text into them."""
    assert client.get("/healthz", headers={"X-Request-ID": "abc-12345678"}).headers["X-Request-ID"] == "abc-12345678"
    assert client.get("/healthz", headers={"X-Request-ID": 'x" evil="1'}).headers["X-Request-ID"] != 'x" evil="1'


def test_a_fault_is_told_by_kind_and_place_not_by_message() -> None:
    """Messages of databases quote what a person typed."""
    handler = configure(plain=False)
    try:
        raise ValueError("jana@post.example")
    except ValueError as fault:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "fault", None, (ValueError, fault, fault.__traceback__)
        )
    line = handler.format(record)
    assert '"fault": "ValueError"' in line
    assert "test_logs.py" in line
    assert "jana@post.example" not in line
