"""The blueprint that all pages about people share, and what holds for each of them."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import ServiceUnavailable

from app.clock import now
from app.db import transaction
from app.members.links import SpentLink
from app.members.passwords import TooManySignIns
from app.members.seating import seat_type_name, sector_name
from app.members.sessions import touch_session
from app.members.words import SEAT_SOURCES, add_filters
from app.web import errors

members = Blueprint("members", __name__)
add_filters(members)
members.add_app_template_global(seat_type_name)
members.add_app_template_global(sector_name)
members.add_app_template_global(lambda source: SEAT_SOURCES[source], "seat_source")
SECONDS_TO_COME_BACK = 3
PUBLIC_PAGES = ("members.seats",)


@members.before_app_request
def note_use_of_session() -> None:
    """Keep a session from growing idle; before the view, so that nothing half-done is committed with it."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies or not current_user.is_authenticated:
        return
    if current_user.session_is_stale(now()):
        with transaction():
            touch_session(current_user.session_token, now())


@members.after_request
def keep_private(response: Response) -> Response:
    """Pages about accounts stay out of caches and search engines."""
    if request.endpoint not in PUBLIC_PAGES:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
    return response


@members.errorhandler(SpentLink)
def spent_link(_: SpentLink) -> ResponseReturnValue:
    """Gone: say what to do instead."""
    return render_template("members/spent_link.html"), 410


@members.errorhandler(TooManySignIns)
def too_many_sign_ins(_: TooManySignIns) -> ResponseReturnValue:
    """Turned away for a few seconds, so that readers are not."""
    return errors.answer(ServiceUnavailable(retry_after=SECONDS_TO_COME_BACK))
