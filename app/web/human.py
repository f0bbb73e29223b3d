"""Tells people from robots without a foreign service: a trap field, a least time, a proof of work.

The proof is welcome, never demanded: whoever comes without script is checked by the confirmation
mail and held to closer limits. It is bound to the key of one form, and one key makes one thing, so
a proof used twice wins nothing and nobody needs to remember which were used.
"""

from __future__ import annotations

import hashlib
import struct
from datetime import datetime, timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from flask import Blueprint, abort, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue

from app.clock import now as clock_now
from app.web.access import public
from app.web.links import InvalidLink, read, sign

ALGORITHM = "PBKDF2/SHA-256"
# 256 tries on average, each about a millisecond in a browser: half a second for a person, dear for a flood.
COST = 4000
VALID_FOR = timedelta(hours=2)
LEAST_TIME = timedelta(seconds=2)
LONGEST_PAYLOAD = 4000
TRAP = "website"
PURPOSE = "proof-of-work"

blueprint = Blueprint("human", __name__)


@blueprint.get("/pruefung/<token>")
@public
def challenge(token: str) -> ResponseReturnValue:
    """A proof of work for the holder of one form; the widget fetches it."""
    try:
        fingerprint = read(PURPOSE, token)[0]
    except (InvalidLink, IndexError):
        abort(404)
    response = jsonify(make_challenge(str(fingerprint), clock_now()))
    response.headers["Cache-Control"] = "no-store"
    return response


def challenge_url(key: str) -> str:
    """Where the widget of the form with this key gets its task; addresses are logged, so the key stays out of it."""
    return url_for("human.challenge", token=sign(PURPOSE, fingerprint_of(key)), lang=None)


def fingerprint_of(key: str) -> str:
    """What stands for a form's key where others may read it."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def make_challenge(fingerprint: str, now: datetime) -> dict[str, Any]:
    """The task as the widget reads it; it ends after VALID_FOR."""
    task = create_challenge(
        ALGORITHM,
        COST,
        expires_at=int((now + VALID_FOR).timestamp()),
        data={"form": fingerprint},
        hmac_secret=_secret(),
    )
    return dict(task.to_dict())


def is_proven(payload: str | None, key: str) -> bool:
    """Whether `payload` solves a task that we set for the form with this key."""
    if not payload or len(payload) > LONGEST_PAYLOAD:
        return False
    try:
        answer = Payload.from_base64(payload)
        bound_to = (answer.challenge.parameters.data or {}).get("form")
        return bound_to == fingerprint_of(key) and bool(verify_solution(answer, _secret()).verified)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, struct.error):
        return False


def is_too_quick(opened_at: datetime, now: datetime) -> bool:
    """Whether a form came back sooner than a person can read it."""
    return now - opened_at < LEAST_TIME


def _secret() -> str:
    return f"altcha:{current_app.config['SECRET_KEY']}"
