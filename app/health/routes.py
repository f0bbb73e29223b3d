"""What machines ask: /readyz and /metrics; /healthz stands with the pages and needs nothing."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST

from app.clock import now
from app.health.metrics import exposition
from app.health.queries import readiness
from app.web.access import public

health = Blueprint("health", __name__)


@health.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Database, schema, Redis, the age of the last sweep and of the oldest unsent letter; 503 when not ready."""
    state = readiness(now())
    answer = jsonify(status="ready" if state.ready else "degraded", **asdict(state))
    answer.cache_control.no_store = True
    return answer, 200 if state.ready else 503


@health.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Counters and gauges for Prometheus."""
    return Response(exposition(), content_type=CONTENT_TYPE_LATEST)
