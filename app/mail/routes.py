"""Leaving a topic by the link in a letter: no account, no cookie, at once."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.mail.optional import read_unsubscribe_token
from app.mail.suppression import choose_topic
from app.web.access import public
from app.web.forms import takes_open_forms
from app.web.links import InvalidLink

mail = Blueprint("mail", __name__)


@mail.get("/abmelden/<token>")
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """One button. Opening the page changes nothing: mail scanners open links."""
    address, topic = _read(token)
    return render_template("mail/pages/unsubscribe.html", address=address, topic=topic, done=False)


@mail.post("/abmelden/<token>")
@public
@takes_open_forms
def leave(token: str) -> ResponseReturnValue:
    """The button, and the mail program's one-click POST (RFC 8058); twice does no harm."""
    address, topic = _read(token)
    with transaction():
        choose_topic(address, topic, wanted=False, source="link", now=now())
    return render_template("mail/pages/unsubscribe.html", address=address, topic=topic, done=True)


def _read(token: str) -> tuple[str, str]:
    try:
        return read_unsubscribe_token(token)
    except InvalidLink:
        abort(404)
