"""How often somebody may try: by address block, and by what was typed into a field.

Counted in Redis, so that all web processes count together; while Redis is away or hangs, each
process counts in its own memory and asks for Redis again after ever longer pauses.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, Response, after_this_request, request
from flask_limiter import Limiter, RequestLimit

from app.clock import now

View = TypeVar("View", bound=Callable[..., Any])

LONGEST_WAIT_SECONDS = 0.25
# What one household or office usually gets: a /24, a /56.
BLOCK_BITS = {4: 24, 6: 56}
UNPROCESSABLE = 422


def address_block() -> str:
    """The network that the request comes from, so that one attacker's many addresses count as one."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, BLOCK_BITS[address.version]), strict=False))


def _say_when_to_come_back(breach: RequestLimit) -> None:
    seconds = max(1, int(breach.reset_at - now().timestamp()))

    @after_this_request
    def add_header(response: Response) -> Response:
        response.headers["Retry-After"] = str(seconds)
        return response


limiter = Limiter(
    key_func=address_block,
    in_memory_fallback_enabled=True,
    key_prefix="konvent-limits",
    on_breach=_say_when_to_come_back,
)


def init_app(app: Flask) -> None:
    """Count in the Redis of the settings, waiting for it a quarter of a second at most."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"])
    waits = {"socket_timeout": LONGEST_WAIT_SECONDS, "socket_connect_timeout": LONGEST_WAIT_SECONDS}
    in_redis = str(app.config["RATELIMIT_STORAGE_URI"]).startswith("redis")
    app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", waits if in_redis else {})
    limiter.init_app(app)


@limiter.request_filter
def _only_reads() -> bool:
    """Only POSTs are counted: whoever reads need not be looked up among the limits."""
    return request.method != "POST"


def limit_by_block(rate: str, *, only_failures: bool = False) -> Callable[[View], View]:
    """At most so many POSTs (`"30 per hour"`) from one address block, or so many that failed with 422."""
    return _limit(rate, address_block, "block", only_failures)


def limit_by_field(rate: str, field: str, *, only_failures: bool = False) -> Callable[[View], View]:
    """At most so many POSTs with the same value in a form field, whoever sends them."""
    return _limit(rate, lambda: _typed(field), f"field-{field}", only_failures)


def limit_by(rate: str, key: Callable[[], str], name: str, *, only_failures: bool = False) -> Callable[[View], View]:
    """At most so many POSTs with the same `key()`; `name` keeps it apart from other limits of the view."""
    return _limit(rate, key, name, only_failures)


def _limit(rate: str, key: Callable[[], str], name: str, only_failures: bool) -> Callable[[View], View]:
    decorate = limiter.limit(
        rate,
        key_func=lambda: f"{name}:{key()}",
        methods=["POST"],
        deduct_when=_failed if only_failures else None,
    )
    return cast("Callable[[View], View]", decorate)


def _failed(response: Response) -> bool:
    return response.status_code == UNPROCESSABLE


def _typed(field: str) -> str:
    # Hashed, because the counter's key would otherwise keep people's addresses in Redis.
    return hashlib.sha256(request.form.get(field, "").strip().casefold().encode(errors="replace")).hexdigest()
