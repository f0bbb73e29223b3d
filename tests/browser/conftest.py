"""A real browser in front of a real server: what the tests of looks, keyboards and screen readers share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

CHROMIUM = Path("/usr/bin/chromium")
# As root in a container there is no user namespace for a sandbox; the rest keeps Chromium from talking to anybody.
QUIET = (
    *("--no-sandbox", "--disable-background-networking", "--disable-quic"),
    *("--disable-component-update", "--disable-sync"),
)
Scheme = Literal["light", "dark"]
PATIENCE_MILLISECONDS = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once a process."""
    if not CHROMIUM.exists():
        pytest.fail(f"the browser tests need {CHROMIUM} (package chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """Where the application answers; it stands on the database that `committed` fills and empties."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Visitor:
    """Opens pages as one kind of visitor and remembers what no page may do."""

    browser: Browser
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(
        self, path: str = "/", *, width: int = 1280, scheme: Scheme = "light", lang: str = "de", scripts: bool = True
    ) -> Page:
        """A page in a fresh context: no cookie, nothing kept."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale={"de": "de-DE", "en": "en-GB"}[lang],
            java_script_enabled=scripts,
            reduced_motion="reduce",
            base_url=self.address,
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", self._watch)
        page.on("pageerror", lambda fault: self.complaints.append(f"script error: {fault}"))
        page.on("console", lambda line: self._listen(line.type, line.text))
        page.goto(path)
        return page

    def _watch(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")) and urlsplit(request.url).hostname != "127.0.0.1":
            self.complaints.append(f"foreign request: {request.url}")

    def _listen(self, kind: str, text: str) -> None:
        # The browser logs every answer above 399 as an error of its own; tests of error pages want those.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(f"console: {text}")


@pytest.fixture
def visitor(browser: Browser, address: str, committed: Session) -> Iterator[Visitor]:
    """Opens pages; afterwards no page may have asked a stranger, broken the policy or thrown an error."""
    somebody = Visitor(browser, address)
    yield somebody
    for context in somebody.contexts:
        context.close()
    assert somebody.complaints == []
