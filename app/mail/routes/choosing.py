"""Choosing what one gets, with an account or by the signed link in the foot of every letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.clock import now
from app.db import transaction
from app.i18n import current_language
from app.i18n import gettext as _
from app.mail.choices import Source, choices_of, choose_topic, confirm_topic
from app.mail.forms import preferences_form
from app.mail.optional import (
    preferences_token,
    read_confirm_token,
    read_preferences_token,
    read_unsubscribe_token,
)
from app.mail.readers import reader_at, reader_of
from app.mail.routes.blueprint import mail
from app.mail.services import save_choices, send_history_link
from app.mail.suppression import suppression_of
from app.mail.topics import Reader, topics
from app.web.access import current_actor, public, requires, signed_in
from app.web.forms import takes_open_forms
from app.web.limits import limit_by_block
from app.web.links import InvalidLink

GONE, WRONG, FOUND_ELSEWHERE = 410, 422, 303
Read = TypeVar("Read")


@mail.get("/abmelden/<token>")
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """One button. Opening the page changes nothing: mail scanners open links."""
    return _unsubscribe_page(*_read(read_unsubscribe_token, token), done=False)


@mail.post("/abmelden/<token>")
@public
@takes_open_forms
def leave(token: str) -> ResponseReturnValue:
    """The button, and the mail program's one-click POST (RFC 8058); twice does no harm."""
    address, topic = _read(read_unsubscribe_token, token)
    with transaction():
        choose_topic(address, topic, wanted=False, source=Source.LINK, now=now())
    return _unsubscribe_page(address, topic, done=True)


@mail.route("/konto/benachrichtigungen", methods=["GET", "POST"])
@requires(signed_in)
def choose() -> ResponseReturnValue:
    """What the person signed in gets, and how often."""
    return _preferences(reader_of(int(current_actor().id or 0)), None)


@mail.route("/benachrichtigungen/<token>", methods=["GET", "POST"])
@public
@takes_open_forms
def choose_by_link(token: str) -> ResponseReturnValue:
    """The same without an account."""
    return _preferences(reader_at(_read(read_preferences_token, token)), token)


@mail.post("/benachrichtigungen/<token>/post")
@public
@takes_open_forms
@limit_by_block("20 per hour")
def ask_for_history(token: str) -> ResponseReturnValue:
    """Send a link to everything that was written to the address; to the mailbox only."""
    reader = reader_at(_read(read_preferences_token, token))
    with transaction():
        send_history_link(reader, now(), current_language())
    return render_template("mail/pages/history_sent.html", address=reader.address, token=token)


@mail.get("/benachrichtigungen/bestaetigen/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Asks; the button below it confirms."""
    return _confirm_page(token, done=False)


@mail.post("/benachrichtigungen/bestaetigen/<token>")
@public
@takes_open_forms
def confirm_now(token: str) -> ResponseReturnValue:
    """The mailbox says yes; twice does no harm."""
    return _confirm_page(token, done=True)


def _unsubscribe_page(address: str, topic: str, done: bool) -> str:
    known = topics().get(topic)
    facts = {"address": address, "topic": known, "token": preferences_token(address), "done": done}
    return render_template("mail/pages/unsubscribe.html", **facts)


def _preferences(reader: Reader, token: str | None) -> ResponseReturnValue:
    held = choices_of(reader)
    form = preferences_form(held, by_link=token is not None)
    if form.validate_on_submit():
        with transaction():
            wishes = form.wishes(held)
            to_confirm = save_choices(reader, wishes, token is None, now(), current_language())
        if token is None:
            flash(_("Ihre Einstellungen sind gespeichert."), "success")
            return redirect(url_for("mail.choose"), FOUND_ELSEWHERE)
        return redirect(url_for("mail.choose_by_link", token=token, neu=len(to_confirm)), FOUND_ELSEWHERE)
    facts = {"reader": reader, "held": held, "form": form, "token": token, "blocked": suppression_of(reader.address)}
    return render_template("mail/pages/preferences.html", **facts), WRONG if form.is_submitted() else 200


def _confirm_page(token: str, done: bool) -> ResponseReturnValue:
    try:
        address, names = read_confirm_token(token)
    except InvalidLink:
        return render_template("mail/pages/confirm_gone.html"), GONE
    wanted = [topics()[name] for name in names if name in topics()]
    if done:
        with transaction():
            wanted = [topic for topic in wanted if confirm_topic(address, topic.name, now())]
    facts = {"address": address, "topics": wanted, "done": done, "token": preferences_token(address)}
    return render_template("mail/pages/confirm.html", **facts)


def _read(reading: Callable[[str], Read], token: str) -> Read:
    try:
        return reading(token)
    except InvalidLink:
        abort(404)
