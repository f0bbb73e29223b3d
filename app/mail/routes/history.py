"""One's own post: every letter ever sent, by account or by a link that the mailbox was just sent."""

from __future__ import annotations

import uuid

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.mail.frame import framed
from app.mail.optional import read_history_token
from app.mail.queries.history import Sent, history_page, own_letter
from app.mail.readers import reader_at, reader_of
from app.mail.registry import is_readable
from app.mail.routes.blueprint import mail
from app.mail.topics import Reader
from app.web.access import current_actor, public, requires, signed_in
from app.web.links import InvalidLink


@mail.get("/konto/post")
@requires(signed_in)
def history() -> ResponseReturnValue:
    """Everything that was sent to the person signed in."""
    return _list(_me(), None)


@mail.get("/konto/post/<uuid:letter_id>")
@requires(signed_in)
def own(letter_id: uuid.UUID) -> ResponseReturnValue:
    """One of these letters."""
    return _show(_me(), letter_id, None)


@mail.get("/konto/post/<uuid:letter_id>/ansicht")
@requires(signed_in)
def own_frame(letter_id: uuid.UUID) -> ResponseReturnValue:
    """How it looks; stands in a frame of the page."""
    return _frame(_me(), letter_id)


@mail.get("/post/<token>")
@public
def history_by_link(token: str) -> ResponseReturnValue:
    """The same without an account."""
    return _list(_holder(token), token)


@mail.get("/post/<token>/<uuid:letter_id>")
@public
def own_by_link(token: str, letter_id: uuid.UUID) -> ResponseReturnValue:
    """One of these letters."""
    return _show(_holder(token), letter_id, token)


@mail.get("/post/<token>/<uuid:letter_id>/ansicht")
@public
def own_frame_by_link(token: str, letter_id: uuid.UUID) -> ResponseReturnValue:
    """How it looks."""
    return _frame(_holder(token), letter_id)


def _me() -> Reader:
    return reader_of(int(current_actor().id or 0))


def _holder(token: str) -> Reader:
    try:
        return reader_at(read_history_token(token))
    except InvalidLink:
        abort(404)


def _list(reader: Reader, token: str | None) -> str:
    page = history_page(reader, request.args.get("nach"), request.args.get("vor"))
    return render_template("mail/pages/history.html", reader=reader, page=page, token=token)


def _show(reader: Reader, letter_id: uuid.UUID, token: str | None) -> str:
    sent = _found(reader, letter_id)
    return render_template("mail/pages/own_letter.html", sent=sent, token=token, readable=is_readable(sent.letter))


def _frame(reader: Reader, letter_id: uuid.UUID) -> ResponseReturnValue:
    letter = _found(reader, letter_id).letter
    if not is_readable(letter):
        abort(404)
    return framed(letter.body_html)


def _found(reader: Reader, letter_id: uuid.UUID) -> Sent:
    return own_letter(reader, letter_id) or abort(404)
