"""One structured line a request, without anything that names a person."""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, WrappedLogger

REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
DEEPEST = 8

log = structlog.stdlib.get_logger("konvent.web")


def init_app(app: Flask) -> None:
    """Give every request an id, write its line, and shape all logging of the process."""
    handler = configure(plain=app.config["MODE"] != "production")
    if app.config["MODE"] != "testing":  # pytest brings its own handler
        root = logging.getLogger()
        root.handlers = [handler]
        root.setLevel(str(app.config["LOG_LEVEL"]))
        # Its lines hold whole addresses, and addresses hold signed links.
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _log_fault  # type: ignore[method-assign]


def configure(plain: bool) -> logging.Handler:
    """A handler that writes JSON lines to standard error, or readable ones."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_values,
    ]
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=shared,
        )
    )
    return handler


def request_id() -> str:
    """The id under which this request stands in the log; error pages show it."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex[:16]
    return str(g.request_id)


def _begin() -> None:
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=request_id())


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    milliseconds = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    # The rule, not the address: addresses hold tokens and search words.
    rule = request.url_rule.rule if request.url_rule else None
    write = log.debug if rule in ("/healthz", "/readyz", "/metrics") else log.info
    write("request", method=request.method, rule=rule, status=response.status_code, ms=round(milliseconds, 1))
    return response


def _log_fault(exc_info: Any) -> None:
    """Stands in for Flask's own line, which would hold the whole address."""
    rule = request.url_rule.rule if request.url_rule else None
    log.error("fault", method=request.method, rule=rule, exc_info=exc_info)


def _without_values(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Where a fault happened and its kind; never its message, which may quote what a person typed."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()
    if isinstance(fault, BaseException):
        fault = (type(fault), fault, fault.__traceback__)
    if fault and fault[0]:
        event["fault"] = fault[0].__name__
        event["where"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault[2])[-DEEPEST:]
        ]
    return event
